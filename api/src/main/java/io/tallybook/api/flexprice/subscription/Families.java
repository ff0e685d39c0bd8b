package io.tallybook.api.flexprice.subscription;

import static io.tallybook.api.flexprice.subscription.Wishes.refused;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.subscription.Family;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.money.CurrencyCode;
import reactor.core.publisher.Mono;

/** Finds those with whom a subscription is to stand together. */
final class Families {
    private final Directory directory;

    Families(Directory directory) {
        this.directory = directory;
    }

    /**
     * The terms, standing together with others as it is wished.
     *
     * <p>Errors: ProblemException (404) if somebody who is named is not there or not in use, (400)
     * if the invoices would go to a customer who is billed in another currency.
     */
    Mono<SubscriptionTerms> joined(Call call, InheritanceRequest wish, SubscriptionTerms terms) {
        String payer = wish.payer();
        return payer == null
                ? Mono.just(terms)
                : Directory.inUse("customer", directory.customerNamed(call, payer))
                        .map(found -> paidBy(found, terms));
    }

    private static SubscriptionTerms paidBy(CustomerView payer, SubscriptionTerms terms) {
        CurrencyCode billedIn = payer.terms().currency();
        if (billedIn != null && !billedIn.equals(terms.currency())) {
            throw refused(
                    InheritanceRequest.PAYER,
                    "a customer who is billed in " + terms.currency(),
                    "'%s', who is billed in %s".formatted(payer.externalId(), billedIn));
        }
        return payer.id().equals(terms.customerId())
                ? terms
                : terms.with(Family.paidBy(payer.id()));
    }
}
