package io.tallybook.app.acceptance;

import static io.tallybook.app.acceptance.Shop.decimal;
import static io.tallybook.app.acceptance.Shop.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.testkit.Eventually;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SubscriptionLifeTest {
    @Test
    void everyMonthIsInvoicedOnceWhetherTheClockGoesInOneStepOrInMany() throws Exception {
        Shop inOneStep = Shop.open();
        Shop inSteps = Shop.open();
        String one = live(inOneStep);
        String many = live(inSteps);
        inOneStep.advance("2025-07-20T00:00:00Z");
        for (String day :
                List.of(
                        "2025-02-15T01:59:59Z",
                        "2025-02-15T02:00:00Z",
                        "2025-03-20T12:00:00Z",
                        "2025-05-15T00:00:00Z",
                        "2025-07-20T00:00:00Z")) {
            inSteps.advance(day);
        }
        assertThat(figures(inOneStep.invoices(one)))
                .isEqualTo(figures(inSteps.invoices(many)))
                .containsExactly(
                        "2025-02-15T00:00:00Z 11 INV-202502-00001",
                        "2025-03-15T00:00:00Z 10.5 INV-202503-00001",
                        "2025-04-15T00:00:00Z 10 INV-202504-00001",
                        "2025-05-15T00:00:00Z 10 INV-202505-00001",
                        "2025-06-15T00:00:00Z 10 INV-202506-00001",
                        "2025-07-15T00:00:00Z 10 INV-202507-00001");
    }

    private static String live(Shop shop) throws Exception {
        String subscription = shop.subscribe(shop.customer("acme"));
        shop.call("acme", "a", "2025-01-20T00:00:00Z");
        shop.call("acme", "b", "2025-02-14T23:59:59.999999Z");
        shop.call("acme", "c", "2025-02-15T00:00:00Z");
        return subscription;
    }

    private static List<String> figures(List<JsonNode> invoices) {
        return invoices.stream()
                .map(
                        i ->
                                i.path("period_end").asString()
                                        + " "
                                        + decimal(i, "total").toPlainString()
                                        + " "
                                        + i.path("invoice_number").asString())
                .toList();
    }

    @Test
    void aCancellationNowBillsWhatWasUsedAndNothingAfter() throws Exception {
        Shop shop = Shop.open();
        String subscription = shop.subscribe(shop.customer("acme"));
        shop.call("acme", "a", "2025-01-20T00:00:00Z");
        shop.call("acme", "too-late", "2025-01-26T00:00:00Z");
        shop.advance("2025-01-25T00:00:00Z");
        shop.http()
                .post(
                        "/v1/subscriptions/" + subscription + "/cancel",
                        "{\"cancellation_type\":\"immediate\"}")
                .expect(200);
        shop.advance("2025-06-01T00:00:00Z");
        List<JsonNode> invoices = shop.invoices(subscription);
        assertThat(invoices).hasSize(1);
        assertThat(decimal(invoices.getFirst(), "total")).isEqualByComparingTo("10.5");
        assertThat(status(shop, subscription)).isEqualTo("cancelled");
    }

    @Test
    void aCancellationAtThePeriodsEndLetsThePeriodRunAndIsItsLast() throws Exception {
        Shop shop = Shop.open();
        String subscription = shop.subscribe(shop.customer("acme"));
        shop.http()
                .post(
                        "/v1/subscriptions/" + subscription + "/cancel",
                        "{\"cancellation_type\":\"end_of_period\"}")
                .expect(200);
        assertThat(status(shop, subscription)).isEqualTo("active");
        shop.advance("2025-02-14T23:59:59Z");
        assertThat(status(shop, subscription)).isEqualTo("active");
        shop.advance("2025-09-01T00:00:00Z");
        assertThat(status(shop, subscription)).isEqualTo("cancelled");
        assertThat(shop.invoices(subscription)).hasSize(1);
    }

    @Test
    void aCancellationAtADateEndsItThere() throws Exception {
        Shop shop = Shop.open();
        String subscription = shop.subscribe(shop.customer("acme"));
        shop.http()
                .post(
                        "/v1/subscriptions/" + subscription + "/cancel",
                        "{\"cancellation_type\":\"scheduled_date\",\"cancel_at\":\"2025-03-01T00:00:00Z\"}")
                .expect(200);
        shop.advance("2025-09-01T00:00:00Z");
        List<JsonNode> invoices = shop.invoices(subscription);
        assertThat(invoices.stream().map(i -> i.path("period_end").asString()))
                .containsExactly("2025-02-15T00:00:00Z", "2025-03-01T00:00:00Z");
        assertThat(status(shop, subscription)).isEqualTo("cancelled");
    }

    @Test
    void aVoidedInvoiceGivesItsCreditsBackToWhereTheyCameFrom() throws Exception {
        Shop shop = Shop.open();
        String customer = shop.customer("acme");
        String wallet = shop.wallet(customer, "5");
        String subscription = shop.subscribe(customer);
        for (int i = 0; i < 8; i++) {
            shop.call("acme", "call-" + i, "2025-01-20T00:00:00Z");
        }
        shop.advance("2025-02-15T02:00:00Z");
        JsonNode invoice = shop.invoices(subscription).getFirst();
        assertThat(decimal(invoice, "amount_due")).isEqualByComparingTo("10");
        assertThat(shop.credits(wallet)).isEqualByComparingTo("1");
        shop.http().post("/v1/invoices/" + id(invoice) + "/void", "{}").expect(200);
        shop.advance("2025-02-15T03:00:00Z");
        assertThat(shop.credits(wallet)).isEqualByComparingTo("5");
        JsonNode movements =
                shop.http()
                        .get("/v1/wallets/" + wallet + "/transactions")
                        .expect(200)
                        .path("items");
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode movement : movements) {
            BigDecimal credits = decimal(movement, "credit_amount");
            sum =
                    movement.path("type").asString().equals("debit")
                            ? sum.subtract(credits)
                            : sum.add(credits);
        }
        assertThat(sum).isEqualByComparingTo("5");
    }

    @Test
    void aDraftCanBeFinalizedBeforeItsTime() throws Exception {
        Shop shop = Shop.open();
        String subscription = shop.subscribe(shop.customer("acme"));
        shop.advance("2025-02-15T00:30:00Z");
        JsonNode draft = shop.invoices(subscription).getFirst();
        assertThat(draft.path("invoice_status").asString()).isEqualTo("DRAFT");
        shop.http().post("/v1/invoices/" + id(draft) + "/finalize", "{}").expect(200);
        JsonNode after = shop.http().get("/v1/invoices/" + id(draft)).expect(200);
        assertThat(after.path("invoice_status").asString()).isEqualTo("FINALIZED");
        assertThat(after.path("invoice_number").asString()).isEqualTo("INV-202502-00001");
    }

    @Test
    void theInvoiceToComeShowsTheUsageSoFar() throws Exception {
        Shop shop = Shop.open();
        String subscription = shop.subscribe(shop.customer("acme"));
        shop.call("acme", "a", "2025-01-20T00:00:00Z");
        Eventually.within(
                Duration.ofSeconds(30),
                () -> {
                    JsonNode preview =
                            shop.http()
                                    .post(
                                            "/v1/invoices/preview",
                                            "{\"subscription_id\":\"" + subscription + "\"}")
                                    .expect(200);
                    assertThat(decimal(preview, "total")).isEqualByComparingTo("10.5");
                });
        assertThat(shop.invoices(subscription)).as("a preview leaves nothing behind").isEmpty();
    }

    private static String status(Shop shop, String subscription) throws Exception {
        return shop.http()
                .get("/v1/subscriptions/" + subscription)
                .expect(200)
                .path("subscription_status")
                .asString();
    }
}
