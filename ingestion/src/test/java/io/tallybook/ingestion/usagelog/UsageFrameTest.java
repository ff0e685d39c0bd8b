package io.tallybook.ingestion.usagelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.core.Scope;
import io.tallybook.core.usage.RefusedUsage;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.ingestion.UsagePath;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class UsageFrameTest {
    private static final Scope SCOPE = UsagePath.newScope();

    @Property(tries = 300)
    void whatIsWrittenIsReadAgain(@ForAll("events") UsageEvent event) throws Exception {
        UsageFrame frame = UsageFrame.of(UsageFrame.encode(event));

        assertThat(frame.decode()).isEqualTo(event);
        assertThat(frame.eventId()).isEqualTo(event.eventId());
        assertThat(frame.tenant()).isEqualTo(event.scope().tenant().value());
        assertThat(frame.environment()).isEqualTo(event.scope().environment().value());
    }

    @Property(tries = 100)
    void aRefusalIsReadAgainAndNoPrefixOfItIsOne(@ForAll("events") UsageEvent event)
            throws Exception {
        byte[] whole = RefusedFrame.encode(new RefusedUsage(event, "it came late"));
        assertThat(RefusedFrame.isOne(whole)).isTrue();
        RowBinaryWriter row = new RowBinaryWriter(64);
        RefusedFrame.of(whole).writeRow(row);
        RowBinaryReader written = new RowBinaryReader(row.toByteArray(), 0);
        assertThat(written.string()).isEqualTo("it came late");
        assertThat(UsageFrame.event(written)).isEqualTo(event);
        for (int length = 1; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> RefusedFrame.of(part)).isInstanceOf(UndecodableUsage.class);
        }
    }

    @Property(tries = 300)
    void noPrefixOfAFrameIsAFrame(@ForAll("events") UsageEvent event) {
        byte[] whole = UsageFrame.encode(event);
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> UsageFrame.of(part)).isInstanceOf(UndecodableUsage.class);
        }
    }

    @Property(tries = 1000)
    void anyBytesAreAFrameOrRefusedWithAReason(@ForAll byte[] bytes) {
        try {
            UsageFrame.of(bytes);
        } catch (UndecodableUsage e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @Test
    void theIdentityIsTenantEnvironmentAndIdAndNothingElse() throws Exception {
        UsageEvent event = event(SCOPE, "e1", Instant.EPOCH, Map.of("a", "1"));
        UsageEvent later = event(SCOPE, "e1", Instant.EPOCH.plusSeconds(60), Map.of("a", "2"));
        UsageEvent other = event(SCOPE, "e2", Instant.EPOCH, Map.of("a", "1"));
        UsageEvent elsewhere = event(UsagePath.newScope(), "e1", Instant.EPOCH, Map.of("a", "1"));

        assertThat(identity(later)).isEqualTo(identity(event));
        assertThat(identity(other)).isNotEqualTo(identity(event));
        assertThat(identity(elsewhere)).isNotEqualTo(identity(event));
    }

    @Test
    void theTimestampIsCutToTheMicrosecondAlsoBefore1970() throws Exception {
        Instant fine = Instant.parse("1969-12-31T23:59:59.123456789Z");

        assertThat(
                        UsageFrame.of(UsageFrame.encode(event(SCOPE, "e", fine, Map.of())))
                                .decode()
                                .timestamp())
                .isEqualTo(Instant.parse("1969-12-31T23:59:59.123456Z"));
    }

    @Test
    void aTimestampNoStoreCanHoldIsRefusedByName() {
        UsageEvent event = event(SCOPE, "e", Instant.parse("2300-01-01T00:00:00Z"), Map.of());

        assertThatThrownBy(() -> UsageFrame.encode(event))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("timestamp 2300-01-01T00:00:00Z")
                .hasMessageContaining("1900-01-01");
    }

    @Test
    void anUnknownVersionIsRefused() {
        byte[] bytes = UsageFrame.encode(event(SCOPE, "e", Instant.EPOCH, Map.of()));
        bytes[0] = 9;

        assertThatThrownBy(() -> UsageFrame.of(bytes)).hasMessage("unknown version 9, known is 1");
    }

    @Provide
    Arbitrary<UsageEvent> events() {
        Arbitrary<String> text =
                Arbitraries.strings()
                        .all()
                        .excludeChars(surrogates())
                        .ofMinLength(1)
                        .ofMaxLength(40);
        Arbitrary<Instant> instants =
                Arbitraries.longs()
                        .between(
                                UsageFrame.micros(UsageFrame.TIMESTAMP_MIN),
                                UsageFrame.micros(UsageFrame.TIMESTAMP_MAX))
                        .map(UsageFrame::instant);
        return Combinators.combine(
                        text,
                        text,
                        text,
                        instants,
                        text.injectNull(0.5),
                        Arbitraries.maps(text, text).ofMaxSize(5),
                        instants)
                .as(
                        (id, name, customer, at, source, properties, received) ->
                                new UsageEvent(
                                        SCOPE,
                                        id,
                                        name,
                                        customer,
                                        at,
                                        source,
                                        properties,
                                        received));
    }

    /** A lone half of a pair is no character, and UTF-8 cannot say it. */
    private static char[] surrogates() {
        char[] all = new char[Character.MAX_SURROGATE - Character.MIN_SURROGATE + 1];
        for (int i = 0; i < all.length; i++) {
            all[i] = (char) (Character.MIN_SURROGATE + i);
        }
        return all;
    }

    private static String identity(UsageEvent event) throws UndecodableUsage {
        return UsageFrame.of(UsageFrame.encode(event)).identity();
    }

    private static UsageEvent event(
            Scope scope, String id, Instant at, Map<String, String> properties) {
        return new UsageEvent(scope, id, "call", "customer", at, null, properties, Instant.EPOCH);
    }
}
