package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.request.Params;
import io.tallybook.core.customer.CustomerView;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The route by which one customer's subscriptions are listed. */
@RestController
public final class CustomerSubscriptions {

    private final Directory directory;
    private final Subscriptions subscriptions;

    public CustomerSubscriptions(Directory directory, Subscriptions subscriptions) {
        this.directory = directory;
        this.subscriptions = subscriptions;
    }

    @GetMapping("/v1/customers/external/{external_id}/subscriptions")
    Mono<ResponseEntity<byte[]>> ofCustomer(
            Call call, @PathVariable("external_id") String externalId, Params params) {
        return directory
                .customerNamed(call, externalId)
                .map(CustomerView::id)
                .flatMap(id -> subscriptions.ofCustomer(call, params, id));
    }
}
