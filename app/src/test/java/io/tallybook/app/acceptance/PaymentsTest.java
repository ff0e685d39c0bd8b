package io.tallybook.app.acceptance;

import static io.tallybook.app.acceptance.Shop.decimal;
import static io.tallybook.app.acceptance.Shop.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.app.running.Http;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** From a finalized invoice to its money, on a sandbox's clock. The fee is 10.00. */
class PaymentsTest {

    private static String payer(Shop shop, String name, String method)
            throws IOException, InterruptedException {
        return id(
                shop.http()
                        .post(
                                "/v1/customers",
                                "{\"external_id\":\"%s\",\"name\":\"%s\",\"metadata\":{\"payment_method\":\"%s\"}}"
                                        .formatted(name, name, method))
                        .expect(201));
    }

    private static JsonNode invoice(Shop shop, String subscription)
            throws IOException, InterruptedException {
        return shop.invoices(subscription).getFirst();
    }

    private static JsonNode payment(Shop shop, String invoice)
            throws IOException, InterruptedException {
        return shop.http()
                .get("/v1/payments?destination_id=" + invoice)
                .expect(200)
                .path("items")
                .path(0);
    }

    private static Http.Answer pay(Shop shop, String invoice, String amount)
            throws IOException, InterruptedException {
        return shop.http()
                .post(
                        "/v1/payments",
                        """
                        {"destination_type":"INVOICE","destination_id":"%s","payment_method_type":"OFFLINE",
                         "amount":"%s","currency":"usd"}\
                        """
                                .formatted(invoice, amount));
    }

    @Test
    void aRefusedChargeIsTriedAgainWithGrowingPausesUntilItIsPaid() throws Exception {
        Shop shop = Shop.open();
        String subscription = shop.subscribe(payer(shop, "twice", "pm_card_declined_twice"));
        // The period ends on the 15th; it is final two hours later and charged at once.
        shop.advance("2025-02-15T03:00:00Z");
        String invoice = id(invoice(shop, subscription));
        assertThat(payment(shop, invoice).path("payment_status").asString()).isEqualTo("FAILED");
        assertThat(payment(shop, invoice).path("next_attempt_at").asString())
                .isEqualTo("2025-02-16T02:00:00Z");

        shop.advance("2025-02-16T02:00:00Z");
        assertThat(payment(shop, invoice).path("attempts").size()).isEqualTo(2);
        assertThat(payment(shop, invoice).path("next_attempt_at").asString())
                .isEqualTo("2025-02-18T02:00:00Z");

        shop.advance("2025-02-18T02:00:00Z");
        assertThat(payment(shop, invoice).path("payment_status").asString()).isEqualTo("SUCCEEDED");
        JsonNode paid = invoice(shop, subscription);
        assertThat(paid.path("payment_status").asString()).isEqualTo("SUCCEEDED");
        assertThat(paid.path("paid_at").asString()).isEqualTo("2025-02-18T02:00:00Z");
        assertThat(decimal(paid, "amount_paid")).isEqualByComparingTo("10.00");
    }

    @Test
    void aCollectionIsGivenUpInTheEndAndTheInvoiceSaysSo() throws Exception {
        Shop shop = Shop.open();
        String subscription = shop.subscribe(payer(shop, "never", "pm_card_declined"));
        shop.advance("2025-02-25T00:00:00Z");
        JsonNode invoice = invoice(shop, subscription);
        assertThat(payment(shop, id(invoice)).path("attempts").size()).isEqualTo(4);
        assertThat(invoice.path("payment_status").asString()).isEqualTo("FAILED");
        assertThat(decimal(invoice, "amount_remaining")).isEqualByComparingTo("10.00");

        pay(shop, id(invoice), "4.00").expect(201);
        JsonNode part = invoice(shop, subscription);
        assertThat(part.path("payment_status").asString()).isEqualTo("PENDING");
        assertThat(decimal(part, "amount_remaining")).isEqualByComparingTo("6.00");
    }

    @Test
    void fiftyPaymentsAtOnceAllCountAndNoneTwice() throws Exception {
        Shop shop = Shop.open();
        String subscription = shop.subscribe(shop.customer("many"));
        shop.advance("2025-02-15T03:00:00Z");
        String invoice = id(invoice(shop, subscription));
        List<Callable<Integer>> payments = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            payments.add(
                    () -> {
                        pay(shop, invoice, "0.20").expect(201);
                        return 1;
                    });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(50)) {
            for (Future<Integer> each : threads.invokeAll(payments)) {
                each.get();
            }
        }
        JsonNode paid = invoice(shop, subscription);
        assertThat(decimal(paid, "amount_paid")).isEqualByComparingTo("10.00");
        assertThat(decimal(paid, "amount_remaining")).isZero();
        assertThat(paid.path("payment_status").asString()).isEqualTo("SUCCEEDED");
    }

    @Test
    void creditsPayAllOrNothing() throws Exception {
        Shop shop = Shop.open();
        String customer = shop.customer("credits");
        String subscription = shop.subscribe(customer);
        shop.advance("2025-02-15T03:00:00Z");
        String invoice = id(invoice(shop, subscription));
        String wallet = shop.wallet(customer, "7");
        String body =
                """
                {"destination_type":"INVOICE","destination_id":"%s","payment_method_type":"CREDITS",
                 "amount":"%s","currency":"usd"}\
                """;
        JsonNode refused =
                shop.http().post("/v1/payments", body.formatted(invoice, "8.00")).expect(201);
        assertThat(refused.path("payment_status").asString()).isEqualTo("FAILED");
        assertThat(shop.credits(wallet)).isEqualByComparingTo("7");
        JsonNode paid =
                shop.http().post("/v1/payments", body.formatted(invoice, "5.00")).expect(201);
        assertThat(paid.path("payment_status").asString()).isEqualTo("SUCCEEDED");
        assertThat(shop.credits(wallet)).isEqualByComparingTo("2");
        assertThat(decimal(invoice(shop, subscription), "amount_remaining"))
                .isEqualByComparingTo("5.00");
    }
}
