package io.tallybook.core.invoice;

import static io.tallybook.core.invoice.WorkedInvoices.CUSTOMER;
import static io.tallybook.core.invoice.WorkedInvoices.SUBSCRIPTION;
import static io.tallybook.core.invoice.WorkedInvoices.day;
import static io.tallybook.core.invoice.WorkedInvoices.perUnit;
import static io.tallybook.core.invoice.WorkedInvoices.terms;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.subscription.Family;
import io.tallybook.core.subscription.Heir;
import io.tallybook.core.subscription.SubscriptionEvent.HeirsChanged;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionType;
import io.tallybook.core.usage.ReadingRequest;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Usage of those who share a subscription is on its invoices, each piece on one. */
class SharedLinesTest {
    private static final Instant START = day("2026-01-01");
    private static final int HOURS = 24 * 365;
    private static final SubscriptionTerms ALONE =
            terms(START, perUnit("Calls", "0.01"), perUnit("Tokens", "0.02"));

    private static Instant hour(int hours) {
        return START.plus(Duration.ofHours(hours));
    }

    private static Heir heir(int number, Instant from) {
        return new Heir(
                CustomerId.of(WorkedInvoices.ulid("heir" + number % 3)),
                "heir" + number % 3,
                SubscriptionId.of(WorkedInvoices.ulid("inherited" + number)),
                from,
                null);
    }

    // Who comes later and where somebody is removed, by hours; one at a time of each name.
    private static SubscriptionTerms changed(List<Integer> hours) {
        SubscriptionTerms terms = ALONE;
        int number = 0;
        for (int hour : hours.stream().sorted().distinct().toList()) {
            Heir next = heir(number, hour(hour));
            List<SubscriptionId> gone =
                    terms.related().present().stream()
                            .filter(heir -> heir.customerId().equals(next.customerId()))
                            .map(Heir::subscriptionId)
                            .toList();
            terms =
                    terms.after(
                            new HeirsChanged(
                                    SUBSCRIPTION,
                                    hour(hour),
                                    gone.isEmpty() ? List.of(next) : List.of(),
                                    gone));
            number++;
        }
        return terms;
    }

    private static List<ReadingRequest> year(SubscriptionTerms terms) {
        SubscriptionPeriods periods = SubscriptionPeriods.of(terms);
        return Stream.iterate(0, index -> index + 1)
                .limit(12)
                .flatMap(
                        index -> {
                            BillingPeriod period = periods.period(index);
                            var opening =
                                    new InvoiceOpening(
                                            SUBSCRIPTION,
                                            CUSTOMER,
                                            terms.currency(),
                                            BillingReason.SUBSCRIPTION_CYCLE,
                                            index,
                                            period,
                                            period.end());
                            return BillableLines.of(terms, opening).stream();
                        })
                .map(line -> Objects.requireNonNull(line.reading()))
                .toList();
    }

    @Property
    void whatIsUsedWhileSharingIsOnEachLineOfOneInvoiceAndNothingElseIs(
            @ForAll @Size(max = 8) List<@IntRange(max = HOURS - 1) Integer> changes,
            @ForAll @Size(max = 30) List<@IntRange(max = HOURS - 1) Integer> uses) {
        SubscriptionTerms terms = changed(changes);
        List<ReadingRequest> all = year(terms);
        int number = 0;
        for (int use : uses) {
            String customer =
                    List.of("acme", "heir0", "heir1", "heir2", "stranger").get(number++ % 5);
            Instant at = hour(use);
            boolean shares =
                    customer.equals("acme")
                            || terms.related().heirs().stream()
                                    .anyMatch(
                                            heir ->
                                                    heir.externalCustomerId().equals(customer)
                                                            && !at.isBefore(heir.from())
                                                            && (heir.until() == null
                                                                    || at.isBefore(heir.until())));
            long together =
                    all.stream()
                            .filter(r -> r.period().contains(at) && r.counts(customer, at))
                            .count();
            long apart =
                    all.stream()
                            .flatMap(r -> r.apart().stream())
                            .filter(r -> r.period().contains(at) && r.counts(customer, at))
                            .count();
            assertThat(together).as("%s at %s", customer, at).isEqualTo(shares ? 2 : 0);
            assertThat(apart).as("%s at %s, apart", customer, at).isEqualTo(shares ? 2 : 0);
        }
    }

    @Test
    void aSubscriptionIsAParentWhileSomebodySharesIt() {
        SubscriptionTerms shared = changed(List.of(10));
        assertThat(ALONE.type()).isEqualTo(SubscriptionType.STANDALONE);
        assertThat(shared.type()).isEqualTo(SubscriptionType.PARENT);
        var gone =
                new HeirsChanged(
                        SUBSCRIPTION,
                        hour(20),
                        List.of(),
                        List.of(shared.related().heirs().getFirst().subscriptionId()));
        assertThat(shared.after(gone).type()).isEqualTo(SubscriptionType.STANDALONE);
        assertThat(shared.after(gone).sharers()).hasSize(1);
    }

    @Test
    void whatIsInheritedHasNoLinesAndGoesToWhoPays() {
        CustomerId payer = CustomerId.of(WorkedInvoices.ulid("payer"));
        SubscriptionTerms paid = ALONE.with(Family.paidBy(payer));
        Heir heir = heir(1, hour(5));
        SubscriptionTerms inherited = Family.inherited(SUBSCRIPTION, paid, heir);
        assertThat(inherited.type()).isEqualTo(SubscriptionType.INHERITED);
        assertThat(inherited.lineItems()).isEmpty();
        assertThat(inherited.payer()).isEqualTo(payer);
        assertThat(inherited.startDate()).isEqualTo(hour(5));
        assertThat(inherited.customerId()).isEqualTo(heir.customerId());
        List<String> names = new ArrayList<>(year(changed(List.of(1))).getFirst().names());
        assertThat(names).containsExactlyInAnyOrder("acme", "heir0");
    }
}
