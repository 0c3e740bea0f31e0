"""Reference values for the tests of this lib, computed by mpmath with 150 digits from the formulas of the papers in their textbook form (not
from the rearranged ones that the lib uses). `pip install mpmath && python3 vectors.py > vectors.json` (some
minutes), then Prettier. Times in weeks."""
import itertools
import json

from mpmath import beta, digamma, gamma, hyp2f1, log, loggamma, mp, mpf, quad

# Enough for the differences of nearly equal numbers that the textbook forms take.
mp.dps = 150


def number(value):
    return float(value)


def conditional(a, survived, r, alpha, x, T, t):
    """Fader, Hardie & Lee (2005), eq. 10, for a customer who is alive: survived = b + x - 1 (BG/NBD) or b + x (MBG/NBD)."""
    z = t / (alpha + T + t)
    bracket = 1 - ((alpha + T) / (alpha + T + t)) ** (r + x) * hyp2f1(r + x, survived + 1, a + survived, z)
    return (a + survived) / (a - 1) * bracket


def alive(a, survived, r, alpha, x, tx, T):
    return 1 / (1 + a / survived * ((alpha + T) / (alpha + tx)) ** (r + x))


def dropout():
    parameters = [
        (mpf("0.2425945129"), mpf("4.4136018112"), mpf("0.7929220818"), mpf("2.4259069930")),
        (mpf("0.5"), mpf(6), mpf("1.0000001"), mpf("1.6")),
        (mpf("2.5"), mpf(30), mpf(3), mpf(8)),
        (mpf("0.05"), mpf("0.5"), mpf("0.1"), mpf("0.95")),
    ]
    histories = [(0, 0, 0), (0, 0, 39), (0, 0, 2000), (1, 2, 39), (2, 30, 39), (7, 38, 39), (30, 50, 300), (400, 390, 400), (2000, 1990, 2000), (2000, 2000, 2000), (50, 1, 40)]
    for (r, alpha, a, b), (x, tx, T), t in itertools.product(parameters, histories, (mpf("0.01"), mpf(39), mpf(2000))):
        row = {"r": number(r), "alpha": number(alpha), "a": number(a), "b": number(b), "x": x, "tx": tx, "T": T, "t": number(t)}
        # The parameters as the doubles that the lib is given.
        r_, alpha_, a_, b_, t_ = (mpf(row[name]) for name in ("r", "alpha", "a", "b", "t"))
        bg, mbg = b_ + x - 1, b_ + x
        row["bgAlive"] = 1.0 if x == 0 else number(alive(a_, bg, r_, alpha_, x, tx, T))
        row["mbgAlive"] = number(alive(a_, mbg, r_, alpha_, x, tx, T))
        row["bgWhileAlive"] = number(conditional(a_, bg, r_, alpha_, x, T, t_))
        row["mbgWhileAlive"] = number(conditional(a_, mbg, r_, alpha_, x, T, t_))
        yield row


def pareto_tail(r, alpha, s, beta_, x, y):
    total = r + s + x
    if alpha >= beta_:
        return hyp2f1(total, s + 1, total + 1, (alpha - beta_) / (alpha + y)) / (alpha + y) ** total
    return hyp2f1(total, r + x, total + 1, (beta_ - alpha) / (beta_ + y)) / (beta_ + y) ** total


def pareto():
    """Fader & Hardie (2005), "A Note on Deriving the Pareto/NBD Model", eqs. 19 to 21, 38 and 41."""
    parameters = [("0.5532770621", "10.5776833530", "0.6062399461", "11.6687328594"), ("1.2", "40", "0.9", "5"), ("0.3", "2", "1.0000001", "60")]
    histories = [(0, 0, 0), (0, 0, 39), (1, 2, 39), (2, 30, 39), (7, 38, 39), (400, 390, 400), (2000, 1990, 2000), (2000, 2000, 2000)]
    for strings, (x, tx, T), t in itertools.product(parameters, histories, (mpf(1), mpf(39))):
        r, alpha, s, beta_ = (mpf(float(text)) for text in strings)
        here = 1 / ((alpha + T) ** (r + x) * (beta_ + T) ** s)
        left = s / (r + s + x) * (pareto_tail(r, alpha, s, beta_, x, mpf(tx)) - pareto_tail(r, alpha, s, beta_, x, mpf(T)))
        constant = loggamma(r + x) - loggamma(r) + r * log(alpha) + s * log(beta_)
        is_alive = here / (here + left)
        expected = (r + x) * (beta_ + T) / ((alpha + T) * (s - 1)) * (1 - ((beta_ + T) / (beta_ + T + t)) ** (s - 1)) * is_alive
        yield {
            "r": number(r), "alpha": number(alpha), "s": number(s), "beta": number(beta_), "x": x, "tx": tx, "T": T, "t": number(t),
            "logLikelihood": number(constant + log(here + left)), "alive": number(is_alive), "expected": number(expected),
        }


def counts():
    """P(X(t) = x) of a customer picked at random: Fader, Hardie & Lee (2005), eq. 8, and the same with b + 1 survivals for MBG/NBD."""
    for (r, alpha, a, b), x, t in itertools.product([(0.2425945129, 4.4136018112, 0.7929220818, 2.4259069930), (2.5, 30, 3, 8)], (0, 1, 2, 7, 40), (1, 39, 400)):
        r_, alpha_, a_, b_, t_ = map(mpf, (r, alpha, a, b, t))

        def nbd(j):
            return gamma(r_ + j) / gamma(r_) / gamma(j + 1) * (alpha_ / (alpha_ + t_)) ** r_ * (t_ / (alpha_ + t_)) ** j

        reached = 1 - sum(nbd(j) for j in range(x))
        bg = beta(a_, b_ + x) / beta(a_, b_) * nbd(x) + (beta(a_ + 1, b_ + x - 1) / beta(a_, b_) * reached if x > 0 else 0)
        mbg = beta(a_, b_ + x + 1) / beta(a_, b_) * nbd(x) + beta(a_ + 1, b_ + x) / beta(a_, b_) * reached
        yield {"r": r, "alpha": alpha, "a": a, "b": b, "x": x, "t": t, "bg": number(bg), "mbg": number(mbg)}

def later_counts():
    """P(X(T, T+t) = k | x, t_x, T) of all three models, from their likelihoods: the joint density of the history and of k purchases after it, by that of the
    history. Over the moment of dropping out of Pareto/NBD it is integrated numerically."""
    histories = [(0, 0, 0), (0, 0, 39), (2, mpf(213) / 7, mpf(272) / 7), (7, 38, 39), (400, 390, 400)]
    for (x, tx, T), k, t in itertools.product(histories, (0, 1, 3, 12, 60), (1, 39, 400)):
        row = {"x": x, "tx": float(tx), "T": float(T), "count": k, "t": t}
        tx, T = mpf(row["tx"]), mpf(row["T"])
        for name, first, text in [("bg", 0, ("0.2425945129", "4.4136018112", "0.7929220818", "2.425906993")), ("mbg", 1, ("0.5248430991", "6.183084971", "0.8913593692", "1.6140023929"))]:
            row[name] = number(later_dropout([mpf(float(v)) for v in text], first, x, tx, T, k, mpf(t)))
        pareto_parameters = [mpf(float(v)) for v in ("0.5532770621", "10.577683353", "0.6062399461", "11.6687328594")]
        row["pareto"] = number(later_pareto(pareto_parameters, x, tx, T, k, mpf(t)))
        yield row


def later_dropout(parameters, first, x, tx, T, k, t):
    """Still there and made k, or left after the k-th, which came before t (whether or not there would have been more), or gone before T."""
    r, alpha, a, b = parameters
    survived, power = x + first, r + x
    stays = lambda n: beta(a, b + survived + n)
    leaves_after = lambda n: beta(a + 1, b + survived + n - 1)
    made = lambda j: gamma(power + j) / gamma(j + 1) * t**j / (alpha + T + t) ** (power + j)
    at_least = gamma(power) / (alpha + T) ** power - sum(made(j) for j in range(k))
    gone = leaves_after(0) * gamma(power) / (alpha + tx) ** power if survived > 0 else 0
    whole = stays(0) * gamma(power) / (alpha + T) ** power + gone
    return (stays(k) * made(k) + (leaves_after(k) * at_least if k > 0 else gone)) / whole


def later_pareto(parameters, x, tx, T, k, t):
    r, alpha, s, beta_ = parameters
    with mp.workdps(30):
        n = r + x + k
        there = t**k / gamma(k + 1) / (alpha + T + t) ** n / (beta_ + T + t) ** s
        # In units of who is still there: mpmath integrates to an absolute error.
        while_made = lambda u: s * (u / t) ** k * ((alpha + T + t) / (alpha + T + u)) ** n * ((beta_ + T + t) / (beta_ + T + u)) ** s / (beta_ + T + u)
        there *= 1 + quad(while_made, [0] + [t * mpf(2) ** (mpf(-p) / 4) for p in range(60, -1, -1)])
        there *= gamma(n) / gamma(r + x)
        silent = lambda u: s * ((alpha + T) / (alpha + u)) ** (r + x) * ((beta_ + T) / (beta_ + u)) ** s / (beta_ + u)
        left = quad(silent, [tx + (T - tx) * mpf(p) / 16 for p in range(17)]) if T > tx else 0
        there *= (alpha + T) ** (r + x) * (beta_ + T) ** s
        return (there + (left if k == 0 else 0)) / (1 + left)


def pareto_counts():
    """P(X(t) = x) under Pareto/NBD: Fader & Hardie (2006), eq. 16, a difference of sums of 2F1 that needs the many digits."""
    parameters = [("0.5532770621", "10.577683353", "0.6062399461", "11.6687328594"), ("1.2", "40", "0.9", "5"), ("0.3", "2", "1.0000001", "60"), ("8", "8", "0.05", "0.5")]
    cases = list(itertools.product((0, 1, 2, 7, 40), (1, 39, 400, 2000))) + [(300, 300), (300, 2000)]
    for strings, (x, t) in itertools.product(parameters, cases):
        r, alpha, s, beta_ = (mpf(float(text)) for text in strings)
        with mp.workdps(700 if x > 40 else 150):
            most, second = (alpha, s + 1) if alpha >= beta_ else (beta_, r + x)

            def part(i, moved):
                z = abs(alpha - beta_) / (most + moved)
                return hyp2f1(r + s + i, second, r + s + x + 1, z) / (most + moved) ** (r + s + i)

            summed = sum(gamma(r + s + i) / gamma(r + s) / gamma(i + 1) * mpf(t) ** i * part(i, t) for i in range(x + 1))
            gone = alpha**r * beta_**s * beta(r + x, s + 1) / beta(r, s) * (part(0, 0) - summed)
            there = gamma(r + x) / gamma(r) / gamma(x + 1) * (alpha / (alpha + t)) ** r * (t / (alpha + t)) ** x * (beta_ / (beta_ + t)) ** s
            yield {"r": number(r), "alpha": number(alpha), "s": number(s), "beta": number(beta_), "x": x, "t": t, "probability": number(there + gone)}


def special():
    for x in (1e-6, 0.1, 0.5, 0.9999, 1, 1.5, 2, 2.0001, 3.7, 9.99, 10, 33.3, 2000.25, 1e6):
        yield {"x": x, "lnGamma": number(loggamma(mpf(x))), "digamma": number(digamma(mpf(x)))}


def discounted():
    """Integral of the discounted rate of purchases over a horizon, for customer 1 of CDNOW under BG/NBD, at 15 % a year."""
    r, alpha, a, b = (mpf(v) for v in (0.2425945129, 4.4136018112, 0.7929220818, 2.4259069930))
    x, tx, T = 2, mpf(213) / 7, mpf(272) / 7
    weekly = log(mpf("1.15")) * 7 / mpf("365.25")
    now = alive(a, b + x - 1, r, alpha, x, tx, T)
    expected = lambda t: conditional(a, b + x - 1, r, alpha, x, T, t) * now
    for horizon in (13, 39, 156):
        by_parts = mp.e ** (-weekly * horizon) * expected(mpf(horizon)) + weekly * quad(lambda t: mp.e ** (-weekly * t) * expected(t), [0, horizon / 2, horizon])
        yield {"horizon": horizon, "yearlyRate": 0.15, "purchases": number(by_parts)}


print(json.dumps({"dropout": list(dropout()), "pareto": list(pareto()), "counts": list(counts()), "paretoCounts": list(pareto_counts()), "laterCounts": list(later_counts()), "special": list(special()), "discounted": list(discounted())}))
