// Sends COUNT events through com.segment.analytics.java; prints the numbers that it reported as failed.
import com.segment.analytics.Analytics;
import com.segment.analytics.Callback;
import com.segment.analytics.messages.Message;
import com.segment.analytics.messages.TrackMessage;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

public class Client {
  public static void main(String[] arguments) throws Exception {
    int count = Integer.parseInt(System.getenv("COUNT"));
    int everyMs = Integer.parseInt(System.getenv("EVERY_MS"));
    String key = System.getenv("WRITE_KEY");
    Queue<Object> failed = new ConcurrentLinkedQueue<>();
    CountDownLatch open = new CountDownLatch(count);
    Callback callback = new Callback() {
      @Override
      public void success(Message message) {
        open.countDown();
      }

      @Override
      public void failure(Message message, Throwable error) {
        failed.add(((TrackMessage) message).properties().get("n"));
        open.countDown();
      }
    };
    Analytics analytics = Analytics.builder(key)
        .endpoint(System.getenv("SEGUE_URL"))
        .flushQueueSize(5)
        .flushInterval(1, TimeUnit.SECONDS)
        .callback(callback)
        .build();
    for (int n = 0; n < count; n++) {
      analytics.enqueue(TrackMessage.builder("Seen").userId(key).properties(Map.of("n", n)));
      Thread.sleep(everyMs);
    }
    analytics.flush();
    open.await(60, TimeUnit.SECONDS);
    System.out.println(failed);
    System.exit(0);
  }
}
