// Sends COUNT events through analytics-go; prints the numbers that it reported as failed.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"sync"
	"time"

	"gopkg.in/segmentio/analytics-go.v3"
)

type told struct {
	sync.Mutex
	failed []interface{}
}

func (t *told) Success(analytics.Message) {}

func (t *told) Failure(message analytics.Message, _ error) {
	t.Lock()
	defer t.Unlock()
	t.failed = append(t.failed, message.(analytics.Track).Properties["n"])
}

func main() {
	count, _ := strconv.Atoi(os.Getenv("COUNT"))
	every, _ := strconv.Atoi(os.Getenv("EVERY_MS"))
	key := os.Getenv("WRITE_KEY")
	outcome := &told{failed: []interface{}{}}
	client, err := analytics.NewWithConfig(key, analytics.Config{
		Endpoint: os.Getenv("SEGUE_URL"), BatchSize: 5, Interval: 500 * time.Millisecond, Callback: outcome,
	})
	if err != nil {
		panic(err)
	}
	for n := 0; n < count; n++ {
		message := analytics.Track{UserId: key, Event: "Seen", Properties: analytics.NewProperties().Set("n", n)}
		if err := client.Enqueue(message); err != nil {
			outcome.Failure(message, err)
		}
		time.Sleep(time.Duration(every) * time.Millisecond)
	}
	client.Close()
	text, _ := json.Marshal(outcome.failed)
	fmt.Println(string(text))
}
