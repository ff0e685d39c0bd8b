package io.tallybook.api.flexprice.customer;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.ViewKind;
import io.tallybook.core.customer.CustomerCommand;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.customer.FinishErasure;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Group;
import io.tallybook.core.search.SearchSpec.Joint;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionView;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The routes by which a customer goes: deleted, or its personal data erased. */
@RestController
@RequestMapping("/v1/customers")
public final class CustomerRemoval {

    private final Dispatch dispatch;
    private final Directory directory;

    public CustomerRemoval(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
    }

    @DeleteMapping("/{id}")
    Mono<ResponseEntity<byte[]>> delete(Call call, @PathVariable("id") String id) {
        return directory
                .customer(call, Named.id("customer", id, CustomerId::new))
                .flatMap(customer -> deleted(call, customer));
    }

    @DeleteMapping("/external/{external_id}")
    Mono<ResponseEntity<byte[]>> deleteNamed(
            Call call, @PathVariable("external_id") String externalId) {
        return directory
                .customerNamed(call, externalId)
                .flatMap(customer -> deleted(call, customer));
    }

    private Mono<ResponseEntity<byte[]>> deleted(Call call, CustomerView customer) {
        // All are counted first: what ends meanwhile is refused, what begins is found out.
        return counted(call, customer)
                .flatMap(
                        all ->
                                Mono.zip(
                                        dispatch.now(call),
                                        unfinished(call, customer),
                                        Mono.just(all)))
                .flatMap(
                        known ->
                                dispatch.send(
                                        call,
                                        ViewKind.CUSTOMER,
                                        new CustomerCommand.Delete(
                                                customer.id(),
                                                call.scope(),
                                                known.getT1(),
                                                known.getT2(),
                                                known.getT3())))
                .map(_ -> ResponseEntity.noContent().build());
    }

    /** How many of the subscriptions that it has or pays for are not at their end. */
    private Mono<Long> unfinished(Call call, CustomerView customer) {
        return count(
                call, customer, new Criterion("status", Operator.NOT_IN, SubscriptionView.OVER));
    }

    /** How many subscriptions it has had or paid for. */
    private Mono<Long> counted(Call call, CustomerView customer) {
        return count(call, customer);
    }

    private Mono<Long> count(Call call, CustomerView customer, Criterion... criteria) {
        List<String> one = List.of(customer.id().value());
        var either =
                new Group(
                        Joint.ANY,
                        List.of(
                                new Criterion("customer_id", Operator.EQ, one),
                                new Criterion("invoicing_customer_id", Operator.EQ, one)),
                        List.of());
        return dispatch.ask(
                        new SubscriptionQuery.Search(
                                call.scope(),
                                new SearchSpec(
                                        List.of(criteria), List.of(either), List.of(), 1, 0, null)),
                        SubscriptionQuery.Page.class)
                .map(SubscriptionQuery.Page::total);
    }

    /** Makes the customer's personal data unreadable for ever; the customer and its bills stay. */
    @PostMapping("/{id}/erase")
    Mono<ResponseEntity<byte[]>> erase(Call call, @PathVariable("id") String id) {
        return directory
                .customer(call, Named.id("customer", id, CustomerId::new))
                .flatMap(customer -> erased(call, customer));
    }

    @PostMapping("/external/{external_id}/erase")
    Mono<ResponseEntity<byte[]>> eraseNamed(
            Call call, @PathVariable("external_id") String externalId) {
        return directory
                .customerNamed(call, externalId)
                .flatMap(customer -> erased(call, customer));
    }

    private Mono<ResponseEntity<byte[]>> erased(Call call, CustomerView customer) {
        return dispatch.now(call)
                .flatMap(
                        at ->
                                dispatch.send(
                                                call,
                                                ViewKind.CUSTOMER,
                                                new CustomerCommand.Erase(
                                                        customer.id(), call.scope(), at))
                                        .then(
                                                dispatch.finish(
                                                        call,
                                                        new FinishErasure(
                                                                customer.id(), call.scope(), at))))
                .map(
                        cleared ->
                                Answer.ok(
                                        Json.object()
                                                .put("id", customer.id())
                                                .put("external_id", customer.externalId())
                                                .put("personal_data", "erased")
                                                .put("copies", cleared ? "cleared" : "pending")
                                                .node()));
    }
}
