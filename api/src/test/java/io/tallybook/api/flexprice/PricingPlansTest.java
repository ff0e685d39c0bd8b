package io.tallybook.api.flexprice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.api.memory.Client;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Plans with their charges, and subscriptions to them that say no more than they must. */
class PricingPlansTest {

    private static final String ONE_CHARGE =
            "{\"name\":\"P\",\"currency\":\"usd\",\"charges\":[%s]}";

    private final Client client = Client.sandbox();

    private static String everyModel(String lookupKey) {
        return """
        {"name":"Everything","currency":"usd","lookup_key":"%s","charges":[
          {"pricing_model":"flat","amount":"20","event_name":"Platform","invoice_cadence":"ADVANCE"},
          {"pricing_model":"per_unit","event_name":"call","amount":"0.01"},
          {"pricing_model":"graduated","event_name":"token","aggregation":{"type":"SUM","field":"n"},
           "tiers":[{"up_to":1000,"unit_amount":"0"},{"unit_amount":"0.002","flat_amount":"1"}]},
          {"pricing_model":"volume","event_name":"call",
           "tiers":[{"up_to":10,"unit_amount":"2"},{"unit_amount":"1"}],"metadata":{"more_usage_may_cost_less":"true"}},
          {"pricing_model":"package","event_name":"mail","amount":"5","transform_quantity":{"divide_by":100}}]}
        """
                .formatted(lookupKey);
    }

    private static String id(JsonNode made) {
        return made.get("id").stringValue();
    }

    private static List<String> texts(JsonNode list, String key) {
        List<String> texts = new ArrayList<>();
        list.forEach(one -> texts.add(one.get(key).isNull() ? null : one.get(key).stringValue()));
        return texts;
    }

    private JsonNode plan(String charges) {
        return client.post("/v1/pricing-plans", ONE_CHARGE.formatted(charges)).must(201);
    }

    private String customer(String name) {
        return id(
                client.post("/v1/customers", "{\"external_id\":\"%s\"}".formatted(name)).must(201));
    }

    @Test
    void aPlanIsMadeWithItsChargesAndReadWithThem() {
        JsonNode made = client.post("/v1/pricing-plans", everyModel(Client.fresh("all"))).must(201);

        JsonNode read = client.get("/v1/pricing-plans/" + id(made)).must(200);
        JsonNode charges = read.get("charges");
        assertThat(charges).isEqualTo(made.get("charges"));
        assertThat(texts(charges, "pricing_model"))
                .containsExactly("flat", "per_unit", "graduated", "volume", "package");
        assertThat(texts(charges, "event_name"))
                .containsExactly(null, "call", "token", "call", "mail");
        assertThat(charges.at("/0/display_name").stringValue()).isEqualTo("Platform");
        assertThat(charges.at("/0/invoice_cadence").stringValue()).isEqualTo("ADVANCE");
        assertThat(charges.at("/1/amount").stringValue()).isEqualTo("0.01");
        assertThat(charges.at("/2/tiers/0/up_to").intValue()).isEqualTo(1000);
        assertThat(charges.at("/2/tiers/1/flat_amount").stringValue()).isEqualTo("1");
        assertThat(charges.at("/4/transform_quantity/divide_by").intValue()).isEqualTo(100);
        assertThat(read.get("prices").size()).isEqualTo(5);
        assertThat(client.get("/v1/plans/" + id(made)).must(200).has("charges")).isFalse();
        JsonNode token = client.get("/v1/meters/" + texts(charges, "meter_id").get(2)).must(200);
        assertThat(token.at("/aggregation/type").stringValue()).isEqualTo("SUM");
    }

    @Test
    void anEventIsCountedByTheMeterThatCountsItSoAlready() {
        String call =
                "{\"pricing_model\":\"per_unit\",\"event_name\":\"shared\",\"amount\":\"1\"%s}";

        JsonNode first = plan(call.formatted("") + "," + call.formatted(""));
        JsonNode second = plan(call.formatted(""));
        JsonNode other =
                plan(call.formatted(",\"aggregation\":{\"type\":\"MAX\",\"field\":\"size\"}"));

        String meter = texts(first.get("charges"), "meter_id").getFirst();
        assertThat(texts(first.get("charges"), "meter_id")).containsExactly(meter, meter);
        assertThat(texts(second.get("charges"), "meter_id")).containsExactly(meter);
        assertThat(texts(other.get("charges"), "meter_id")).doesNotContain(meter);
        JsonNode features =
                client.post(
                                "/v1/features/search",
                                "{\"filters\":[{\"field\":\"meter_id\",\"operator\":\"eq\",\"data_type\":\"string\",\"value\":{\"string\":\"%s\"}}]}"
                                        .formatted(meter))
                        .must(200);
        assertThat(features.at("/pagination/total").intValue()).isEqualTo(1);
    }

    @Test
    void aChargeInCreditsIsPricedInAUnitOfOnesOwn() {
        String code = Client.fresh("cr").replace("-", "");
        client.post(
                        "/v1/prices/units",
                        "{\"name\":\"Credits\",\"code\":\"%s\",\"symbol\":\"C\",\"base_currency\":\"usd\",\"conversion_rate\":\"0.1\"}"
                                .formatted(code))
                .must(201);

        JsonNode charge =
                plan("{\"pricing_model\":\"credit\",\"event_name\":\"render\",\"price_unit_config\":{\"price_unit\":\"%s\",\"amount\":\"3\"}}"
                                .formatted(code))
                        .at("/charges/0");

        assertThat(charge.get("pricing_model").stringValue()).isEqualTo("credit");
        assertThat(charge.get("price_unit").stringValue()).isEqualTo(code);
        assertThat(charge.get("price_unit_amount").stringValue()).isEqualTo("3");
        assertThat(charge.get("amount").stringValue()).isEqualTo("0.3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{} | charges[0].pricing_model",
                "{\"pricing_model\":\"cheap\"} | graduated",
                "{\"pricing_model\":\"per_unit\",\"amount\":\"1\"} | charges[0].event_name",
                "{\"pricing_model\":\"per_unit\",\"event_name\":\"e\"} | charges[0].amount",
                "{\"pricing_model\":\"flat\",\"amount\":\"-1\"} | charges[0].amount",
                "{\"pricing_model\":\"graduated\",\"event_name\":\"e\"} | charges[0].tiers",
                "{\"pricing_model\":\"package\",\"event_name\":\"e\",\"amount\":\"1\"} |"
                        + " charges[0].transform_quantity",
                "{\"pricing_model\":\"credit\",\"event_name\":\"e\"} |"
                        + " charges[0].price_unit_config",
                "{\"pricing_model\":\"per_unit\",\"event_name\":\"e\",\"amount\":\"1\",\"invoice_cadence\":\"ADVANCE\"}"
                    + " | charges[0].invoice_cadence",
                "{\"pricing_model\":\"flat\",\"amount\":\"1\",\"aggregation\":{\"type\":\"COUNT\"}}"
                        + " | charges[0].aggregation",
                "{\"pricing_model\":\"flat\",\"amount\":\"1\",\"billing_period\":\"SOMETIMES\"} |"
                        + " charges[0].billing_period",
                "7 | charges[0]"
            })
    void aWrongChargeIsRefusedByItsIndex(String charge, String named) {
        Client.Told told = client.post("/v1/pricing-plans", ONE_CHARGE.formatted(charge));

        assertThat(told.status()).isEqualTo(400);
        assertThat(told.message()).contains(named);
    }

    @Test
    void aPlanWithoutCurrencyOrWithoutChargesIsRefused() {
        Client.Told currency =
                client.post(
                        "/v1/pricing-plans",
                        "{\"name\":\"P\",\"charges\":[{\"pricing_model\":\"flat\",\"amount\":\"1\"}]}");
        assertThat(currency.status()).isEqualTo(400);
        assertThat(currency.message()).contains("charges[0].currency");
        Client.Told none = client.post("/v1/pricing-plans", ONE_CHARGE.formatted(""));
        assertThat(none.status()).isEqualTo(400);
        assertThat(none.message()).contains("charges");
        Client.Told elsewhere =
                client.post(
                        "/v1/plans",
                        ONE_CHARGE.formatted("{\"pricing_model\":\"flat\",\"amount\":\"1\"}"));
        assertThat(elsewhere.status()).isEqualTo(400);
        assertThat(elsewhere.message()).contains("/v1/pricing-plans");
    }

    @Test
    void aSubscriptionTakesCurrencyAndPeriodFromThePricesOfItsPlan() {
        String name = Client.fresh("acme");
        String customer = customer(name);
        String plan =
                id(
                        plan(
                                "{\"pricing_model\":\"flat\",\"amount\":\"9\",\"billing_period\":\"ANNUAL\"}"));

        for (String who : List.of(customer, name)) {
            JsonNode made =
                    client.post(
                                    "/v1/subscriptions",
                                    "{\"customer_id\":\"%s\",\"plan_id\":\"%s\"}"
                                            .formatted(who, plan))
                            .must(201);
            assertThat(made.get("customer_id").stringValue()).isEqualTo(customer);
            assertThat(made.get("currency").stringValue()).isEqualTo("usd");
            assertThat(made.get("billing_period").stringValue()).isEqualTo("ANNUAL");
            assertThat(made.get("billing_period_count").intValue()).isEqualTo(1);
        }
    }

    @Test
    void whatThePricesOfAPlanLeaveOpenHasToBeSaid() {
        String customer = customer(Client.fresh("acme"));
        String flat =
                "{\"pricing_model\":\"flat\",\"amount\":\"9\",\"currency\":\"%s\",\"billing_period\":\"%s\"}";
        String currencies =
                id(plan(flat.formatted("usd", "MONTHLY") + "," + flat.formatted("eur", "MONTHLY")));
        String periods =
                id(plan(flat.formatted("usd", "MONTHLY") + "," + flat.formatted("usd", "ANNUAL")));
        String none = id(client.post("/v1/plans", "{\"name\":\"Bare\"}").must(201));

        refused(customer, currencies, "", "currency", "EUR, USD");
        refused(customer, periods, "", "billing_period", "ANNUAL");
        refused(customer, none, "", "currency", "there is none");
        subscribed(customer, currencies, ",\"currency\":\"eur\"");
        subscribed(customer, periods, ",\"billing_period\":\"ANNUAL\"");
    }

    private void refused(String customer, String plan, String more, String... named) {
        Client.Told told = client.post("/v1/subscriptions", subscription(customer, plan, more));
        assertThat(told.status()).isEqualTo(400);
        assertThat(told.message()).contains(named);
    }

    private void subscribed(String customer, String plan, String more) {
        client.post("/v1/subscriptions", subscription(customer, plan, more)).must(201);
    }

    private static String subscription(String customer, String plan, String more) {
        return "{\"customer_id\":\"%s\",\"plan_id\":\"%s\"%s}".formatted(customer, plan, more);
    }

    @Test
    void aTrialThatEndsBeforeTheStartOrIsToldTwiceIsRefused() {
        String customer = customer(Client.fresh("acme"));
        String plan = id(plan("{\"pricing_model\":\"flat\",\"amount\":\"9\"}"));

        refused(customer, plan, ",\"trial_end_date\":\"2000-01-01T00:00:00Z\"", "trial_end_date");
        refused(
                customer,
                plan,
                ",\"start_date\":\"2026-01-02T00:00:00Z\",\"trial_end_date\":\"2026-01-02T00:00:00Z\"",
                "trial_end_date");
        refused(
                customer,
                plan,
                ",\"trial_end_date\":\"2090-01-01T00:00:00Z\",\"trial_period_days\":3",
                "trial_end_date",
                "trial_period_days");
        refused(customer, plan, ",\"trial_end_date\":\"soon\"", "trial_end_date", "soon");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/invoices?status=lost,draft",
        "/v1/invoices?from=soon,from",
        "/v1/invoices?from=2026-01-02T00:00:00Z&to=2026-01-02T00:00:00Z,from",
        "/v1/events?limit=201,limit",
        "/v1/events?limit=0,limit",
        "/v1/events?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z,start_time",
        "/v1/events?cursor=nowhere,cursor"
    })
    void aWrongQuestionIsRefused(String question, String named) {
        Client.Told told = client.get(question);

        assertThat(told.status()).isEqualTo(400);
        assertThat(told.message()).contains(named);
    }
}
