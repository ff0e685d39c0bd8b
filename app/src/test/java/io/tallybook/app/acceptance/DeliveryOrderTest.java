package io.tallybook.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** However usage is delivered, the invoice is the same. */
class DeliveryOrderTest {
    private static final int EVENTS = 300;
    private static final long SEED = 7;

    @Test
    void shuffledSplitAndRepeatedDeliveriesGiveTheSameInvoice() throws Exception {
        List<String> events =
                IntStream.range(0, EVENTS)
                        .mapToObj(
                                n ->
                                        "{\"event_id\":\"e%d\",\"event_name\":\"call\",\"external_customer_id\":\"acme\",\"timestamp\":\"%s\",\"properties\":{\"n\":\"%d\"}}"
                                                .formatted(n, time(n), n))
                        .toList();
        Map<String, String> inOrder = billed(List.of(events));

        List<String> shuffled = new ArrayList<>(events);
        shuffled.addAll(events.subList(50, 250));
        shuffled.addAll(events.subList(0, 100));
        Random random = new Random(SEED);
        Collections.shuffle(shuffled, random);
        List<List<String>> split = new ArrayList<>();
        for (int from = 0; from < shuffled.size(); ) {
            int to = Math.min(shuffled.size(), from + 1 + random.nextInt(60));
            split.add(shuffled.subList(from, to));
            from = to;
        }
        assertThat(billed(split)).isEqualTo(inOrder);
        assertThat(inOrder).containsEntry("total", "160.00");
    }

    /** What the invoice says, and the digest of the events behind it. */
    private static Map<String, String> billed(List<List<String>> deliveries) throws Exception {
        Shop shop = Shop.open();
        String subscription = shop.subscribe(shop.customer("acme"));
        for (List<String> delivery : deliveries) {
            shop.http()
                    .post(
                            "/v1/events/bulk",
                            delivery.stream()
                                    .collect(Collectors.joining(",", "{\"events\":[", "]}")))
                    .expect(202);
        }
        shop.advance("2025-02-15T03:00:00Z");
        JsonNode invoice = shop.invoices(subscription).getFirst();
        JsonNode whole =
                shop.http().get("/v1/invoices/" + invoice.path("id").asString()).expect(200);
        JsonNode lines = whole.path("line_items");
        Map<String, String> said = new TreeMap<>();
        said.put("total", whole.path("total").asString());
        said.put("quantity", lines.findValuesAsString("quantity").toString());
        // The environment is part of it, so it is another for each; its formula is the same.
        assertThat(lines.findValuesAsString("digest"))
                .contains(
                        digest(
                                whole.path("tenant_id").asString(),
                                whole.path("environment_id").asString()));
        return said;
    }

    /** The sum of the hashes of all events, as docs/usage.md has it: a sum has no order. */
    private static String digest(String tenant, String environment) throws Exception {
        BigInteger sum = BigInteger.ZERO;
        for (int n = 0; n < EVENTS; n++) {
            Instant at = Instant.parse(time(n));
            String text =
                    String.join(
                            "\0",
                            tenant,
                            environment,
                            "e" + n,
                            Long.toString(at.getEpochSecond() * 1_000_000),
                            "");
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            byte[] reversed = new byte[hash.length];
            for (int i = 0; i < hash.length; i++) {
                reversed[i] = hash[hash.length - 1 - i];
            }
            sum = sum.add(new BigInteger(1, reversed));
        }
        String digits = sum.mod(BigInteger.TWO.pow(256)).toString(16);
        return "0".repeat(64 - digits.length()) + digits;
    }

    private static String time(int n) {
        return "2025-01-%02dT%02d:00:00Z".formatted(16 + n % 14, n % 24);
    }
}
