"""Reference values for the tests of this lib, computed by mpmath with 80 digits (integrals of P(best) with 20) from the definitions (integrals and roots), not from the closed forms
that the lib uses. `pip install mpmath && python3 vectors.py > vectors.json`."""
import json

from mpmath import (beta, betainc, erfc, exp, findroot, gamma, gammainc, inf, log, loggamma, mp, mpf, ncdf, npdf, pi, quad, sqrt)

mp.dps = 80


def number(value):
    return float(value)


def student_density(t, df):
    return gamma((df + 1) / 2) / (sqrt(df * pi) * gamma(df / 2)) * (1 + t * t / df) ** (-(df + 1) / 2)


def student_two_sided(t, df):
    # The larger of the two arguments near 1 converges slowly.
    if t * t < df:
        return 1 - betainc(mpf(1) / 2, df / 2, 0, t * t / (df + t * t), regularized=True)
    return betainc(df / 2, mpf(1) / 2, 0, df / (df + t * t), regularized=True)


def distributions():
    rows = {"normal": [], "student": [], "chiSquare": [], "beta": []}
    for z in ("0.1", "1.96", "3", "8", "-2"):
        z = mpf(z)
        rows["normal"].append({"z": number(z), "twoSided": number(erfc(abs(mpf(number(z))) / sqrt(2))), "below": number(ncdf(mpf(number(z))))})
    for t in (0.1, 1.0, 1.5, 2.5, 12.0):
        for df in (1.0, 2.0, 5.5, 30.0, 4000.0):
            two = student_two_sided(mpf(t), mpf(df))
            rows["student"].append({"t": t, "df": df, "twoSided": number(two), "density": number(student_density(mpf(t), mpf(df)))})
    for x, df in ((0.01, 1), (3.84, 1), (9.8, 1), (7.5, 4), (60.0, 10)):
        rows["chiSquare"].append({"x": x, "df": df, "tail": number(gammainc(mpf(df) / 2, mpf(x) / 2, inf, regularized=True))})
    for x, a, b in ((0.1, 11, 91), (0.5, 0.5, 0.5), (0.011, 101, 9901), (0.9, 2.5, 1)):
        rows["beta"].append({"x": x, "a": a, "b": b, "below": number(betainc(mpf(a), mpf(b), 0, mpf(x), regularized=True)), "lnBeta": number(log(beta(mpf(a), mpf(b))))})
    return rows


def best(arms, density, below, marks):
    """The integral of each density times the others' distribution functions, between marks of the line."""
    chances = []
    for index, arm in enumerate(arms):
        def integrand(x):
            product = density(x, arm)
            for other, rival in enumerate(arms):
                if other != index:
                    product *= below(x, rival)
            return product
        chances.append(number(quad(integrand, marks)))
    return chances


def beta_best():
    sets = [[(11, 91), (13, 89), (9, 93)], [(1, 1), (1, 2)], [(0.5, 0.5), (3, 1)], [(101, 901), (3, 20), (1, 1)], [(31, 971), (41, 961), (21, 981), (36, 966)]]
    rows = []
    mp.dps = 20
    for arms in sets:
        def density(x, arm):
            return x ** (mpf(arm[0]) - 1) * (1 - x) ** (mpf(arm[1]) - 1) / beta(mpf(arm[0]), mpf(arm[1]))
        def below(x, arm):
            return betainc(mpf(arm[0]), mpf(arm[1]), 0, x, regularized=True)
        marks = [0, mpf(1) / 50, mpf(1) / 25, mpf(1) / 10, mpf(1) / 7, mpf(1) / 4, mpf(1) / 2, mpf(9) / 10, 1]
        rows.append({"arms": [list(arm) for arm in arms], "chances": best(arms, density, below, marks)})
    mp.dps = 80
    return rows


def normal_best():
    rows = []
    mp.dps = 20
    # mean, scale, degrees of freedom (0: normal)
    for arms in ([(0, 1, 0), (1, 2, 0)], [(0, 1, 0), (0.1, 0.05, 0), (-1, 3, 0)], [(0, 1, 4), (0.5, 1, 6)], [(10, 0.5, 30), (9, 2, 3), (10.5, 0.2, 200)]):
        def density(x, arm):
            z = (x - mpf(arm[0])) / mpf(arm[1])
            return (student_density(z, mpf(arm[2])) if arm[2] else npdf(z)) / mpf(arm[1])
        def below(x, arm):
            z = (x - mpf(arm[0])) / mpf(arm[1])
            if not arm[2]:
                return ncdf(z)
            outside = student_two_sided(abs(z), mpf(arm[2])) / 2
            return outside if z < 0 else 1 - outside
        centres = sorted({mpf(arm[0]) + k * mpf(arm[1]) for arm in arms for k in (-6, -3, -1, -0.5, 0, 0.5, 1, 3, 6)})
        tails = [mpf(10) ** k for k in range(0, 9)]
        marks = [centres[0] - tail for tail in reversed(tails)] + centres + [centres[-1] + tail for tail in tails]
        rows.append({"arms": [list(arm) for arm in arms], "chances": best(arms, density, below, marks)})
    mp.dps = 80
    return rows


def sequences():
    """Where the mixture's likelihood ratio, as the integral over normally distributed effects, reaches one over the error."""
    rows = []
    for n, error, width in ((50, 0.05, 0.01), (1000, 0.05, 0.008), (1000, 0.01, 0.008), (200000, 0.1, 0.0001)):
        n, error, width = mpf(n), mpf(error), mpf(width)
        def ratio(z):
            # The sum of n standard normals is z √n; effects have the variance `width`. In units of the mixture's posterior.
            middle = z * sqrt(n) / (n + 1 / width)
            spread = 1 / sqrt(n + 1 / width)
            def integrand(u):
                effect = middle + spread * u
                return exp(effect * z * sqrt(n) - n * effect ** 2 / 2 - effect ** 2 / (2 * width)) / sqrt(2 * pi * width) * spread
            return quad(integrand, [-12, -4, 0, 4, 12])
        z = findroot(lambda value: log(ratio(value) * error), (3, 4))
        rows.append({"customers": number(n), "error": number(error), "width": number(width), "multiplier": number(z), "ratioAt2": number(ratio(mpf(2)))})
    return rows


def rates():
    rows = []
    for n, successes, a, b, error in ((100, 3, 1, 1, 0.05), (20, 0, 1, 1, 0.05), (5000, 150, 3, 97, 0.025), (10, 10, 0.5, 0.5, 0.1)):
        def excess(p):
            mixture = loggamma(mpf(a) + successes) + loggamma(mpf(b) + n - successes) - loggamma(mpf(a) + mpf(b) + n) - log(beta(mpf(a), mpf(b)))
            return mixture - successes * log(p) - (n - successes) * log(1 - p) - log(1 / mpf(error))
        share = mpf(successes) / n
        def root(low, high):
            for _ in range(140):
                middle = (low + high) / 2
                low, high = (middle, high) if (excess(middle) > 0) == (excess(low + mpf(10) ** -30) > 0) else (low, middle)
            return low
        rows.append({"n": n, "successes": successes, "a": a, "b": b, "error": error,
                     "from": 0.0 if successes == 0 else number(root(mpf(10) ** -20, share)),
                     "to": 1.0 if successes == n else number(root(share + mpf(10) ** -20, 1 - mpf(10) ** -20))})
    return rows


def sample_ratio():
    rows = []
    for counts, shares, strength in (((45210, 4790), (0.9, 0.1), 1000), ((45400, 4600), (0.9, 0.1), 1000), ((30, 50, 20), (0.3, 0.4, 0.3), 10)):
        total, strength_ = sum(counts), mpf(strength)
        ln = loggamma(strength_) - loggamma(strength_ + total)
        for count, share in zip(counts, shares):
            ln += loggamma(strength_ * mpf(share) + count) - loggamma(strength_ * mpf(share)) - count * log(mpf(share))
        rows.append({"counts": counts, "shares": shares, "strength": strength, "p": number(min(mpf(1), exp(-ln)))})
    return rows


print(json.dumps({"distributions": distributions(), "betaBest": beta_best(), "normalBest": normal_best(), "sequences": sequences(), "rates": rates(), "sampleRatio": sample_ratio()}, indent=1))
