package io.tallybook.api.flexprice.access;

import io.tallybook.api.flexprice.event.RawShape;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.api.response.Json;
import io.tallybook.core.invoice.InvoicePolicy;
import io.tallybook.core.invoice.SafetyBounds;
import io.tallybook.core.subscription.SubscriptionPolicy;
import io.tallybook.core.usage.EventTimePolicy;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

    /** One value of a setting. */
    sealed interface Field {
        String name();

        /** What was sent, as text; null for nothing. Complaints are left with {@code in}. */
        @Nullable String read(Fields in);

        /** Shows the value that is kept, or null. */
        Json show(Json json, @Nullable String kept);

        /** A whole number within bounds. */
        record Whole(String name, long min, long max) implements Field {
            @Override
            public @Nullable String read(Fields in) {
                Long number = in.optional(name).integer(min, max);
                return number == null ? null : number.toString();
            }

            @Override
            public Json show(Json json, @Nullable String kept) {
                return json.put(name, number(kept));
            }
        }

        /** A short text, which may be empty. */
        record Text(String name, int max) implements Field {
            private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./#-]*");

            @Override
            public @Nullable String read(Fields in) {
                if (in.isEmptyText(name)) {
                    return "";
                }
                String text = in.optional(name).text(max);
                if (text != null && !PLAIN.matcher(text).matches()) {
                    in.complain(name, "letters, digits and any of _ . / # -", text);
                }
                return text;
            }

            @Override
            public Json show(Json json, @Nullable String kept) {
                return json.put(name, kept);
            }
        }

        /** A time zone. */
        record Zone(String name) implements Field {
            @Override
            public @Nullable String read(Fields in) {
                ZoneId zone = in.optional(name).zone();
                return zone == null ? null : zone.getId();
            }

            @Override
            public Json show(Json json, @Nullable String kept) {
                return json.put(name, kept);
            }
        }

        /** One of some words. */
        record Word(String name, Choice<String> words) implements Field {
            @Override
            public @Nullable String read(Fields in) {
                return in.optional(name).choice(words);
            }

            @Override
            public Json show(Json json, @Nullable String kept) {
                return json.put(name, kept);
            }
        }

        /** Numbers of days, as 30,7,1. */
        record Days(String name) implements Field {
            private static final Pattern DAYS =
                    Pattern.compile("[1-9]\\d{0,2}(,[1-9]\\d{0,2}){0,4}");

            @Override
            public @Nullable String read(Fields in) {
                if (in.isEmptyText(name)) {
                    return "";
                }
                String text = in.optional(name).text(19);
                if (text != null && !DAYS.matcher(text).matches()) {
                    in.complain(name, "up to five numbers of days, each 1 to 999, as 30,7,1", text);
                }
                return text;
            }

            @Override
            public Json show(Json json, @Nullable String kept) {
                return json.put(name, kept);
            }
        }

        /** Yes or no. */
        record Truth(String name) implements Field {
            @Override
            public @Nullable String read(Fields in) {
                Boolean truth = in.optional(name).truth();
                return truth == null ? null : truth.toString();
            }

            @Override
            public Json show(Json json, @Nullable String kept) {
                return json.put(name, kept == null ? null : Boolean.valueOf(kept));
            }
        }
    }

    /** What a setting that is obeyed may hold: values, each of which may be left out. */
    record Schema(String key, Owner owner, List<Field> fields) {

        /** The fields of a body as text; complaints are left with {@code in}. */
        Map<String, String> read(Fields in) {
            Map<String, String> value = new LinkedHashMap<>();
            for (Field field : fields) {
                String text = field.read(in);
                if (text != null) {
                    value.put(field.name(), text);
                }
            }
            if (key.equals(EventTimePolicy.SETTING)) {
                requireLimit("late", value, in);
                requireLimit("future", value, in);
            }
            return value;
        }
    }

    private static final Map<String, Schema> OBEYED =
            new TreeMap<>(
                    Map.of(
                            InvoicePolicy.SETTING,
                            new Schema(InvoicePolicy.SETTING, Owner.ENVIRONMENT, invoices()),
                            RATE_LIMIT,
                            new Schema(
                                    RATE_LIMIT,
                                    Owner.ENVIRONMENT,
                                    List.of(
                                            new Field.Whole(
                                                    "requests_per_minute", 1, 100_000_000))),
                            EventTimePolicy.SETTING,
                            new Schema(EventTimePolicy.SETTING, Owner.ENVIRONMENT, eventTimes()),
                            RawShape.SETTING,
                            new Schema(RawShape.SETTING, Owner.ENVIRONMENT, rawEvents()),
                            SafetyBounds.SETTING,
                            new Schema(
                                    SafetyBounds.SETTING,
                                    Owner.ENVIRONMENT,
                                    List.of(
                                            new Field.Whole(SafetyBounds.LINES_MAX, 1, 1_000_000),
                                            new Field.Whole(
                                                    SafetyBounds.JUMP_FACTOR_MAX, 1, 1_000_000),
                                            new Field.Whole(
                                                    SafetyBounds.JUMP_AFTER_INVOICES, 1, 1_000),
                                            new Field.Whole(
                                                    SafetyBounds.JUMP_FLOOR, 0, 1_000_000_000))),
                            SubscriptionPolicy.SETTING,
                            new Schema(
                                    SubscriptionPolicy.SETTING, Owner.ENVIRONMENT, subscriptions()),
                            PAYMENT_RETRY,
                            new Schema(
                                    PAYMENT_RETRY,
                                    Owner.ENVIRONMENT,
                                    List.of(
                                            new Field.Whole("attempts_max", 1, 20),
                                            new Field.Whole("pause_hours", 1, 720),
                                            new Field.Whole("pause_factor", 1, 10))),
                            TENANT,
                            new Schema(
                                    TENANT,
                                    Owner.TENANT,
                                    List.of(
                                            new Field.Whole("max_users", 1, 1_000_000),
                                            new Field.Whole(
                                                    "max_production_environments", 0, 1_000),
                                            new Field.Whole(
                                                    "max_development_environments", 0, 1_000)))));

    /** Settings of the contract that nothing here obeys yet. */
    private static final List<String> NOT_YET =
            List.of(
                    "bonus_credits_topup_config",
                    "custom_analytics_config",
                    "customer_onboarding",
                    "customer_portal_config",
                    "draft_invoice_recompute_config",
                    "event_ingestion_filter",
                    "invoice_pdf_config",
                    "payment_mandate_limits",
                    "prepare_processed_events_config",
                    "saml_config",
                    "wallet_balance_alert_config");

    private static void requireLimit(String which, Map<String, String> value, Fields in) {
        String limit = which + "_hours_max";
        if ("accept_until".equals(value.get(which + "_events")) && !value.containsKey(limit)) {
            in.complain(limit, "a number of hours with accept_until", "nothing");
        }
    }

    private static List<Field> subscriptions() {
        return List.of(
                new Field.Whole(SubscriptionPolicy.HOURS_TO_PAY, 1, 720),
                new Field.Whole(SubscriptionPolicy.GRACE_DAYS, 0, 365),
                new Field.Truth(SubscriptionPolicy.CANCELLED_UNPAID),
                new Field.Days(SubscriptionPolicy.RENEWAL_LEADS),
                new Field.Days(SubscriptionPolicy.END_LEADS));
    }

    private static List<Field> eventTimes() {
        Choice<String> rules = Choice.words("accept", "reject", "accept_until");
        return List.of(
                new Field.Word("late_events", rules),
                new Field.Whole("late_hours_max", 1, 87_600),
                new Field.Word("future_events", rules),
                new Field.Whole("future_hours_max", 1, 8_784));
    }

    private static List<Field> rawEvents() {
        return Stream.of(
                        "event_id",
                        "event_name",
                        "external_customer_id",
                        "timestamp",
                        "source",
                        "properties")
                .<Field>map(field -> new Field.Text(field, 255))
                .toList();
    }

    private static List<Field> invoices() {
        return List.of(
                new Field.Text("prefix", 20),
                new Field.Text("separator", 3),
                new Field.Text("suffix", 20),
                new Field.Word(
                        "format", Choice.words("", "YYYY", "YY", "YYYYMM", "YYMM", "YYYYMMDD")),
                new Field.Zone("timezone"),
                new Field.Word("series", Choice.words("environment", "customer")),
                new Field.Whole("start_sequence", 1, 1_000_000_000),
                new Field.Whole("suffix_length", 1, 12),
                new Field.Whole("due_date_days", 0, 3_650),
                new Field.Whole(InvoicePolicy.FINALIZATION_DELAY, 0, 2_592_000),
                new Field.Truth("keep_zero_invoices"));
    }

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
