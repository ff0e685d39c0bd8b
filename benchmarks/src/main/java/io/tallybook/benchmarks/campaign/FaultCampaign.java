package io.tallybook.benchmarks.campaign;

import io.tallybook.benchmarks.load.Catalogue;
import io.tallybook.benchmarks.load.Installation;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Kills application, broker and ClickHouse at random while usage comes in, fills the broker's disk,
 * pauses ClickHouse, takes Postgres away for a while, sends events again a year later, deletes what
 * repeats are recognised by; and holds what was acknowledged against what is stored and what is
 * billed.
 */
public final class FaultCampaign {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int REPEAT_EVERY_BULK = 100;
    private static final long SMALL_DISK_BYTES = 1024 * 1024;
    private static final String STORED =
            "SELECT count(), uniqExact(event_id) FROM tallybook.usage_event FORMAT TSV";

    private final int kills;
    private final int eventsPerSecond;
    private final long seed;
    private final List<String> silent = new ArrayList<>();

    /**
     * @param kills how often something is killed
     * @param eventsPerSecond what the stream aims at
     * @param seed of what is killed when
     */
    public FaultCampaign(int kills, int eventsPerSecond, long seed) {
        this.kills = kills;
        this.eventsPerSecond = eventsPerSecond;
        this.seed = seed;
    }

    /**
     * What was found.
     *
     * @param acknowledged events that the client was promised
     * @param stored rows of the store, and how many of them are different events
     * @param billed events on invoices
     * @param afterRepeats the same after one in a hundred was sent again a year later
     * @param afterDeletion the same after the known identities were deleted and it was sent again
     * @param unexplained records of the log that are nowhere
     * @param unavailable answers of 503, all of them with a Retry-After
     * @param unexpected answers that were neither success nor 503 with a Retry-After
     * @param lostDatabaseToldSo whether 503 was said to usage, readings and writings while Postgres
     *     was away
     * @param partsNamed whether the health check named each part that was away
     */
    public record Outcome(
            long acknowledged,
            List<Long> stored,
            long billed,
            List<Long> afterRepeats,
            List<Long> afterDeletion,
            long unexplained,
            long unavailable,
            long unexpected,
            boolean fullDiskToldSo,
            boolean pausedStoreToldSo,
            boolean lostDatabaseToldSo,
            boolean partsNamed) {
        public Outcome {
            stored = List.copyOf(stored);
            afterRepeats = List.copyOf(afterRepeats);
            afterDeletion = List.copyOf(afterDeletion);
        }

        /** Whether nothing was lost, doubled or kept silent about. */
        public boolean isClean() {
            List<Long> all = List.of(acknowledged, acknowledged);
            return stored.equals(all)
                    && billed == acknowledged
                    && afterRepeats.equals(List.of(acknowledged, acknowledged, acknowledged))
                    && afterDeletion.equals(all)
                    && unexplained == 0
                    && unexpected == 0
                    && fullDiskToldSo
                    && pausedStoreToldSo
                    && lostDatabaseToldSo
                    && partsNamed;
        }
    }

    /** Runs it and prints what it does. */
    public Outcome run() throws Exception {
        say("seed %d, %d kills, %,d events/s wanted", seed, kills, eventsPerSecond);
        try (Fleet fleet = new Fleet()) {
            Billing billing = Billing.open(fleet);
            Stream stream = new Stream(fleet.url(), billing.api.key(), eventsPerSecond);
            long start = System.nanoTime();
            stream.start();
            kill(fleet, stream);
            double seconds = (System.nanoTime() - start) / 1e9;
            say(
                    "%,d events acknowledged in %.0f s of faults: %,.0f/s; %d requests sent again",
                    stream.acknowledged(),
                    seconds,
                    stream.acknowledged() / seconds,
                    stream.again());
            boolean full = fillDisk(fleet, stream);
            boolean paused = pauseStore(fleet, stream, billing);
            boolean lost = loseDatabase(fleet, stream, billing);
            stream.finish();
            return settle(fleet, stream, billing, new Told(full, paused, lost));
        }
    }

    private void kill(Fleet fleet, Stream stream) throws IOException, InterruptedException {
        Random random = new Random(seed);
        Fleet.Part[] parts = Fleet.Part.values();
        Map<Fleet.Part, Integer> killed = new EnumMap<>(Fleet.Part.class);
        for (int n = 0; n < kills; n++) {
            // Each at least once, then at random.
            Fleet.Part part = parts[n < parts.length ? n : random.nextInt(parts.length)];
            awaitMore(stream, 1 + random.nextInt(Math.max(1, eventsPerSecond / Stream.BULK)));
            fleet.killAndRestart(part);
            killed.merge(part, 1, Integer::sum);
            if ((n + 1) % 10 == 0 || n + 1 == kills) {
                say("%d killed %s, %,d events acknowledged", n + 1, killed, stream.acknowledged());
            }
        }
        awaitMore(stream, 5);
    }

    /** Waits until so many further bulks are acknowledged: something is on its way then. */
    private static void awaitMore(Stream stream, int bulks)
            throws IOException, InterruptedException {
        long wanted = stream.acknowledged() + (long) bulks * Stream.BULK;
        await(() -> stream.acknowledged() >= wanted, "the stream goes on");
    }

    private boolean fillDisk(Fleet fleet, Stream stream) throws IOException, InterruptedException {
        long before = stream.unavailable();
        fleet.restartBrokerOnASmallDisk(SMALL_DISK_BYTES);
        stream.grow();
        boolean ended = fleet.brokerEndedWithin(PATIENCE);
        named(fleet, "kafka");
        stream.shrink();
        await(() -> stream.unavailable() > before, "503 while the disk is full");
        fleet.startBroker();
        awaitMore(stream, 5);
        say("full disk: broker gave up %s, then %d answers of 503", ended, stream.unavailable());
        return ended && stream.unadvised() == 0;
    }

    private boolean pauseStore(Fleet fleet, Stream stream, Billing billing) throws Exception {
        fleet.pauseClickHouse("STOP");
        try {
            awaitMore(stream, 10);
            int status = billing.readingWhilePaused();
            named(fleet, "clickHouse");
            say("ClickHouse paused: usage was taken in, a reading got %d", status);
            return status == 503;
        } finally {
            fleet.pauseClickHouse("CONT");
        }
    }

    private boolean loseDatabase(Fleet fleet, Stream stream, Billing billing)
            throws IOException, InterruptedException {
        long before = stream.unavailable();
        fleet.stopPostgres();
        await(() -> stream.unavailable() > before, "503 while Postgres is away");
        named(fleet, "db");
        // More than there are connections that break at once: the others have to be waited for.
        List<Integer> told = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            told.add(billing.reading());
            told.add(billing.writing(null));
            told.add(billing.writing("key-" + i));
        }
        fleet.startPostgres();
        awaitMore(stream, 5);
        say(
                "Postgres away: reading and writing got %s, usage %d answers of 503; then usage was"
                        + " taken in again",
                told, stream.unavailable() - before);
        return stream.unadvised() == 0 && told.stream().allMatch(status -> status == 503);
    }

    private void named(Fleet fleet, String part) throws IOException, InterruptedException {
        String said = fleet.health(part);
        say("health says of %s that is away: %s", part, said);
        if (!said.equals("DOWN")) {
            silent.add(part);
        }
    }

    /** Whether it was said what was wrong. */
    private record Told(boolean full, boolean paused, boolean lost) {}

    private Outcome settle(Fleet fleet, Stream stream, Billing billing, Told told)
            throws Exception {
        long all = stream.acknowledged();
        billing.awaitStored();
        List<Long> stored = stored(fleet);
        long billed = billing.billedUpTo("2025-02-15T03:00:00Z");
        say(
                "acknowledged %,d  stored %s  billed %,d  difference %d",
                all, stored, billed, Math.abs(all - stored.get(0)) + Math.abs(all - billed));

        billing.advance("2026-01-16T00:00:00Z");
        long repeated = stream.repeat(REPEAT_EVERY_BULK, "2026-01-15T12:00:00Z");
        billing.awaitStored();
        List<Long> later = new ArrayList<>(stored(fleet));
        later.add(billing.billedUpTo("2026-02-15T03:00:00Z"));
        say("%,d sent again a year later: stored and billed %s", repeated, later);

        fleet.stopApplication();
        fleet.clickHouse().execute("TRUNCATE TABLE tallybook.usage_event_identity");
        fleet.startApplication();
        repeated = stream.repeat(REPEAT_EVERY_BULK, "2026-02-14T12:00:00Z");
        billing.awaitStored();
        List<Long> rebuilt = stored(fleet);
        say("identities deleted, %,d sent again: stored %s", repeated, rebuilt);

        long unexplained = billing.unexplained();
        Outcome outcome =
                new Outcome(
                        all,
                        stored,
                        billed,
                        later,
                        rebuilt,
                        unexplained,
                        stream.unavailable(),
                        stream.faults() + stream.unadvised(),
                        told.full(),
                        told.paused(),
                        told.lost(),
                        silent.isEmpty());
        say(
                "unexplained %d; %s",
                unexplained, outcome.isClean() ? "CLEAN" : "NOT CLEAN " + outcome);
        return outcome;
    }

    /** Rows, and how many different events they are. */
    private static List<Long> stored(Fleet fleet) throws IOException, InterruptedException {
        String[] counts = fleet.clickHouse().execute(STORED).strip().split("\t");
        return Arrays.stream(counts).map(Long::valueOf).toList();
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition, String what)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new IOException("not within " + PATIENCE + ": " + what);
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private static void say(String text, Object... values) {
        System.out.printf(Locale.ROOT, text + "%n", values);
    }

    /** Ten customers who pay for each event, and what they are billed. */
    private record Billing(Installation.Api api, Catalogue catalogue, List<String> subscriptions) {
        static Billing open(Fleet fleet) throws IOException, InterruptedException {
            HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            Installation.Api owner = new Installation.Api(http, fleet.url(), Fleet.KEY);
            JsonNode made =
                    owner.post(
                            "/v1/environments", "{\"name\":\"faults\",\"type\":\"development\"}");
            Installation.Api api =
                    new Installation.Api(http, fleet.url(), made.path("api_key").asString());
            api.send("PUT", "/v1/clock", "{\"now\":\"2025-01-15T00:00:00Z\"}");
            Catalogue catalogue = Catalogue.make(api);
            List<String> subscriptions = new ArrayList<>();
            for (int i = 0; i < Stream.CUSTOMERS; i++) {
                subscriptions.add(catalogue.subscribe("customer-" + i, "2025-01-15T00:00:00Z"));
            }
            return new Billing(api, catalogue, subscriptions);
        }

        /** A complete question waits for all that was acknowledged. */
        void awaitStored() throws IOException, InterruptedException {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (true) {
                try {
                    api.get(
                            "/v1/events/accounts?from=2025-01-01T00:00:00Z&to=2025-01-31T00:00:00Z");
                    return;
                } catch (IOException notYet) {
                    if (System.nanoTime() > end) {
                        throw notYet;
                    }
                    TimeUnit.MILLISECONDS.sleep(200);
                }
            }
        }

        long unexplained() throws IOException, InterruptedException {
            return api.get("/v1/events/accounts?from=2025-01-01T00:00:00Z&to=2025-01-31T00:00:00Z")
                    .path("unexplained")
                    .asLong();
        }

        void advance(String to) throws IOException, InterruptedException {
            api.post("/v1/clock/advance", "{\"to\":\"" + to + "\"}");
        }

        /** How many events are on all invoices there are once the clock stands at {@code to}. */
        long billedUpTo(String to) throws IOException, InterruptedException {
            advance(to);
            BigDecimal billed = BigDecimal.ZERO;
            for (String subscription : subscriptions) {
                JsonNode invoices =
                        api.post(
                                "/v1/invoices/search",
                                "{\"subscription_id\":\"" + subscription + "\",\"limit\":100}");
                for (JsonNode invoice : invoices.path("items")) {
                    for (JsonNode line :
                            api.get("/v1/invoices/" + invoice.path("id").asString())
                                    .path("line_items")) {
                        if (line.path("meter_id").asString("").equals(catalogue.meter())) {
                            billed = billed.add(new BigDecimal(line.path("quantity").asString()));
                        }
                    }
                }
            }
            return billed.longValueExact();
        }

        /** The status that a question gets that needs the store. */
        int readingWhilePaused() throws IOException, InterruptedException {
            return status(
                    "GET",
                    "/v1/events/accounts?from=2025-01-01T00:00:00Z&to=2025-01-31T00:00:00Z",
                    "",
                    null,
                    PATIENCE);
        }

        /** The status that a question gets of a client who waits as long as a careful one does. */
        int reading() throws IOException, InterruptedException {
            return status("GET", "/v1/customers", "", null, Stream.ANSWER_LIMIT);
        }

        int writing(@Nullable String idempotencyKey) throws IOException, InterruptedException {
            String body = "{\"external_id\":\"of-nobody\"}";
            return status("POST", "/v1/customers", body, idempotencyKey, Stream.ANSWER_LIMIT);
        }

        /**
         * The status of an answer; negative if it does not say when to come again, 0 if there is
         * none.
         */
        int status(
                String method,
                String path,
                String body,
                @Nullable String idempotencyKey,
                Duration limit)
                throws IOException, InterruptedException {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(api.url() + path))
                            .timeout(limit)
                            .header("x-api-key", api.key())
                            .header("Content-Type", "application/json")
                            .method(
                                    method,
                                    body.isEmpty()
                                            ? HttpRequest.BodyPublishers.noBody()
                                            : HttpRequest.BodyPublishers.ofString(body));
            if (idempotencyKey != null) {
                request.header("Idempotency-Key", idempotencyKey);
            }
            HttpResponse<String> answer;
            try {
                answer = api.http().send(request.build(), HttpResponse.BodyHandlers.ofString());
            } catch (HttpTimeoutException late) {
                return 0;
            }
            return answer.headers().firstValue("Retry-After").isPresent()
                    ? answer.statusCode()
                    : -answer.statusCode();
        }
    }
}
