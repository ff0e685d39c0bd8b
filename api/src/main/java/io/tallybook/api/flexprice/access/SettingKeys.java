package io.tallybook.api.flexprice.access;

import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.request.Fields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The settings that there are, what each may hold, and whose it is. */
final class SettingKeys {

    static final String TENANT = "tenant_config";
    static final String RATE_LIMIT = "rate_limit_config";
    static final String PAYMENT_RETRY = "payment_retry_config";

    /** Whose a setting is. */
    enum Owner {
        TENANT,
        ENVIRONMENT
    }

    /** A whole number within bounds. */
    record Field(String name, long min, long max) {}

    /** What a setting that is obeyed may hold: whole numbers, each of which may be left out. */
    record Schema(String key, Owner owner, List<Field> fields) {

        /** The fields of a body as text; complaints are left with {@code in}. */
        Map<String, String> read(Fields in) {
            Map<String, String> value = new LinkedHashMap<>();
            for (Field field : fields) {
                Long number = in.optional(field.name()).integer(field.min(), field.max());
                if (number != null) {
                    value.put(field.name(), number.toString());
                }
            }
            return value;
        }
    }

    private static final Map<String, Schema> OBEYED =
            new TreeMap<>(
                    Map.of(
                            RATE_LIMIT,
                            new Schema(
                                    RATE_LIMIT,
                                    Owner.ENVIRONMENT,
                                    List.of(new Field("requests_per_minute", 1, 100_000_000))),
                            PAYMENT_RETRY,
                            new Schema(
                                    PAYMENT_RETRY,
                                    Owner.ENVIRONMENT,
                                    List.of(
                                            new Field("attempts_max", 1, 20),
                                            new Field("pause_hours", 1, 720),
                                            new Field("pause_factor", 1, 10))),
                            TENANT,
                            new Schema(
                                    TENANT,
                                    Owner.TENANT,
                                    List.of(
                                            new Field("max_users", 1, 1_000_000),
                                            new Field("max_production_environments", 0, 1_000),
                                            new Field("max_development_environments", 0, 1_000)))));

    /** Settings of the contract that nothing here obeys yet. */
    private static final List<String> NOT_YET =
            List.of(
                    "bonus_credits_topup_config",
                    "custom_analytics_config",
                    "customer_onboarding",
                    "customer_portal_config",
                    "draft_invoice_recompute_config",
                    "event_ingestion_filter",
                    "invoice_config",
                    "invoice_pdf_config",
                    "payment_mandate_limits",
                    "prepare_processed_events_config",
                    "saml_config",
                    "subscription_config",
                    "wallet_balance_alert_config");

    private SettingKeys() {}

    /**
     * Errors: ProblemException, 501 for one that nothing obeys yet, 404 for one that there is not.
     */
    static Schema of(String key) {
        Schema schema = OBEYED.get(key);
        if (schema != null) {
            return schema;
        }
        throw problem(key).asException();
    }

    private static Problem problem(String key) {
        if (NOT_YET.contains(key)) {
            return Problem.of(
                    ProblemCode.VALIDATION_ERROR,
                    "setting '%s' is not supported yet: nothing would obey it; obeyed are %s"
                            .formatted(key, String.join(", ", OBEYED.keySet())),
                    Map.of("field", "key", "sent", key, "expected", OBEYED.keySet()));
        }
        return Problem.of(
                ProblemCode.NOT_FOUND,
                "setting '%s' was not found; there are %s"
                        .formatted(shown(key), String.join(", ", OBEYED.keySet())),
                Map.of("kind", "setting", "id", shown(key)));
    }

    private static String shown(String key) {
        return key.length() <= 80 ? key : key.substring(0, key.offsetByCodePoints(0, 40)) + "…";
    }

    static @Nullable Long number(@Nullable String text) {
        return text == null ? null : Long.valueOf(text);
    }
}
