package io.tallybook.query;

import static io.tallybook.query.Samples.OTHER;
import static io.tallybook.query.Samples.SCOPE;
import static io.tallybook.query.Samples.START;
import static io.tallybook.query.Samples.customer;
import static io.tallybook.query.Samples.customerCreated;
import static io.tallybook.query.Samples.customerRenamed;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Ulid;
import io.tallybook.core.ViewKind;
import io.tallybook.core.audit.AuditQuery;
import io.tallybook.core.audit.AuditQuery.Entry;
import io.tallybook.core.audit.AuditQuery.History;
import io.tallybook.core.audit.AuditQuery.Moment;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.tenancy.ApiKeyEvent;
import io.tallybook.core.tenancy.ApiKeyId;
import io.tallybook.core.tenancy.KeyTerms;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final String ADA = customer("ada").value();
    private static @Nullable ReadSide shared;

    @BeforeAll
    static void start() {
        shared = ReadSide.start();
        side().publish(SCOPE, ADA, customerCreated(SCOPE, "ada"), START);
        side().publish(SCOPE, ADA, customerRenamed("ada", "Ada L."), START.plusSeconds(100));
        side().publish(SCOPE, ADA, customerRenamed("ada", "Countess"), START.plusSeconds(200));
    }

    @AfterAll
    static void stop() {
        side().close();
    }

    @Test
    void theHistoryIsEveryEventInOrder() {
        History history = history(SCOPE_KIND, 10, 0).orElseThrow();

        assertThat(history.total()).isEqualTo(3);
        assertThat(history.items())
                .extracting(Entry::sequence, Entry::event, Entry::version)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(0L, "customer.created", "2"),
                        org.assertj.core.groups.Tuple.tuple(1L, "customer.updated", "2"),
                        org.assertj.core.groups.Tuple.tuple(2L, "customer.updated", "2"));
        Entry last = history.items().getLast();
        assertThat(last.effectiveAt()).isEqualTo(START.plusSeconds(200));
        assertThat(last.actor()).isEqualTo("tester");
        assertThat(last.command()).isEqualTo("test.command");
        assertThat(last.requestId()).isNull();
        assertThat(last.payload()).contains("\"name\":\"Countess\"");
    }

    @Test
    void aPageOfTheHistoryKnowsTheWhole() {
        History page = history(SCOPE_KIND, 1, 1).orElseThrow();

        assertThat(page.total()).isEqualTo(3);
        assertThat(page.items()).extracting(Entry::sequence).containsExactly(1L);
        assertThat(history(SCOPE_KIND, 10, 7).orElseThrow().items()).isEmpty();
    }

    @Test
    void aSnapshotHidesNothing() {
        side().axon()
                .eventStore()
                .storeSnapshot(ReadSide.message(SCOPE, ADA, 1, "a snapshot", START));

        assertThat(history(SCOPE_KIND, 10, 0).orElseThrow().items()).hasSize(3);
        assertThat(name(START)).isEqualTo("ada");
    }

    @Test
    void whatAKeyIsRecognisedByIsNotTold() {
        ApiKeyId id = ApiKeyId.of(Ulid.derived(START, "a key"));
        side().publish(
                        SCOPE,
                        id.value(),
                        new ApiKeyEvent.Issued(
                                id, SCOPE, "first", "0123456789abcdef", "cdef", KeyTerms.OWNER),
                        START);

        History told =
                history(new AuditQuery.HistoryOf(SCOPE, ViewKind.API_KEY, id.value(), 10, 0))
                        .orElseThrow();

        assertThat(told.items()).hasSize(1);
        assertThat(told.items().getFirst().payload())
                .contains("\"hint\":\"cdef\"")
                .doesNotContain("sha256")
                .doesNotContain("0123456789abcdef");
    }

    @Test
    void anEntityIsShownAsItWas() {
        assertThat(name(START)).isEqualTo("ada");
        assertThat(name(START.plusSeconds(199))).isEqualTo("Ada L.");
        assertThat(name(START.plusSeconds(200))).isEqualTo("Countess");
        assertThat(asOf(new AuditQuery.AsOf(SCOPE, ViewKind.CUSTOMER, ADA, START.minusSeconds(1))))
                .isEmpty();
    }

    @Test
    void whatIsNotOfTheScopeOrTheKindIsNotThere() {
        assertThat(history(new AuditQuery.HistoryOf(OTHER, ViewKind.CUSTOMER, ADA, 10, 0)))
                .isEmpty();
        assertThat(history(new AuditQuery.HistoryOf(SCOPE, ViewKind.WALLET, ADA, 10, 0))).isEmpty();
        assertThat(history(new AuditQuery.HistoryOf(SCOPE, ViewKind.CUSTOMER, "nobody", 10, 0)))
                .isEmpty();
        assertThat(asOf(new AuditQuery.AsOf(OTHER, ViewKind.CUSTOMER, ADA, START))).isEmpty();
        assertThat(asOf(new AuditQuery.AsOf(SCOPE, ViewKind.PLAN, ADA, START))).isEmpty();
        assertThat(asOf(new AuditQuery.AsOf(SCOPE, ViewKind.CUSTOMER, "nobody", START))).isEmpty();
    }

    private static final AuditQuery.HistoryOf SCOPE_KIND =
            new AuditQuery.HistoryOf(SCOPE, ViewKind.CUSTOMER, ADA, 0, 0);

    private static String name(Instant asOf) {
        Moment moment =
                asOf(new AuditQuery.AsOf(SCOPE, ViewKind.CUSTOMER, ADA, asOf)).orElseThrow();
        return ((CustomerView) moment.state()).personal().name();
    }

    private static Optional<History> history(AuditQuery.HistoryOf query, int limit, int offset) {
        return history(
                new AuditQuery.HistoryOf(query.scope(), query.kind(), query.id(), limit, offset));
    }

    private static Optional<History> history(AuditQuery.HistoryOf query) {
        return side().find(query, History.class);
    }

    private static Optional<Moment> asOf(AuditQuery.AsOf query) {
        return side().find(query, Moment.class);
    }

    private static ReadSide side() {
        return Objects.requireNonNull(shared);
    }
}
