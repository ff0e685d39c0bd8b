package io.tallybook.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A program that starts the parts on a directory, writes to each until it is killed, and says what
 * was acknowledged.
 */
final class StackInAChild {
    static final String TOPIC = "survivors";

    private StackInAChild() {}

    public static void main(String[] arguments) throws Exception {
        Thread.ofPlatform().daemon().start(StackInAChild::endWithParent);
        LocalStack stack = LocalStack.start(Path.of(arguments[0]));
        say("postgres " + stack.postgres().pid());
        say("clickhouse " + stack.clickHouse().pid());
        stack.kafka().createTopic(TOPIC, 1, Map.of());
        stack.clickHouse().execute("CREATE TABLE tallybook.survivor (n Int64) ORDER BY n");
        try (Connection connection = stack.postgres().connect("postgres");
                Statement sql = connection.createStatement();
                KafkaProducer<String, String> producer = producer(stack)) {
            sql.execute("create table survivor (n bigint primary key)");
            for (int n = 1; ; n++) {
                sql.execute("insert into survivor values (" + n + ")");
                stack.clickHouse().execute("INSERT INTO tallybook.survivor VALUES (" + n + ")");
                producer.send(new ProducerRecord<>(TOPIC, Integer.toString(n))).get();
                say("acknowledged " + n);
            }
        }
    }

    private static KafkaProducer<String, String> producer(LocalStack stack) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", stack.kafka().bootstrapServers(), "acks", "all");
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever said; only the end matters.
            }
        } catch (IOException e) {
            System.err.println("the parent's end: " + e);
        }
        Runtime.getRuntime().halt(0);
    }

    private static void say(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        System.out.write(bytes, 0, bytes.length);
        System.out.flush();
    }
}
