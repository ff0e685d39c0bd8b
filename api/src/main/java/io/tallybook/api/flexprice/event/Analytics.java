package io.tallybook.api.flexprice.event;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.request.Body;
import io.tallybook.api.response.Answer;
import io.tallybook.core.Scope;
import io.tallybook.core.invoice.PricedUsage;
import io.tallybook.core.usage.EventSelection;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.core.usage.UsageQueryByGroupBuilder;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * The routes that say what was used and what it costs: of a customer by line item, of everybody by
 * feature; by groups and by windows. Costs are those of an invoice, before allowances and
 * discounts.
 */
@RestController
public final class Analytics {
    private static final int AT_ONCE = 4;

    private final Dispatch dispatch;
    private final AnalyticsSubjects subjects;

    public Analytics(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.subjects = new AnalyticsSubjects(dispatch, directory);
    }

    @PostMapping({"/v1/events/analytics", "/v1/meter-usage/analytics"})
    Mono<ResponseEntity<byte[]>> analytics(Call call, Body body) {
        return answered(call, body, UnaryOperator.identity());
    }

    @PostMapping("/v1/meter-usage/detailed-analytics")
    Mono<ResponseEntity<byte[]>> inDetail(Call call, Body body) {
        return answered(call, body, AnalyticsQuestion::inDetail);
    }

    private record Asked(Scope scope, AnalyticsQuestion question, Instant now) {}

    private Mono<ResponseEntity<byte[]>> answered(
            Call call, Body body, UnaryOperator<AnalyticsQuestion> meant) {
        return dispatch.now(call)
                .flatMap(
                        now -> {
                            AnalyticsQuestion question =
                                    meant.apply(AnalyticsQuestion.of(body, now));
                            body.check();
                            return subjects.of(call, question)
                                    .flatMap(found -> answered(call, question, found, now));
                        })
                .map(Answer::ok);
    }

    private Mono<ObjectNode> answered(
            Call call, AnalyticsQuestion question, AnalyticsSubjects.Found found, Instant now) {
        Asked asked = new Asked(call.scope(), question, now);
        return Flux.fromIterable(found.counted())
                .flatMapSequential(counted -> read(asked, counted), AT_ONCE)
                .collectList()
                .map(
                        reads ->
                                AnalyticsJson.of(
                                        question,
                                        reads.stream().flatMap(r -> r.items().stream()).toList(),
                                        found.groups(),
                                        reads.stream()
                                                .flatMap(r -> r.archived().stream())
                                                .toList()));
    }

    /**
     * Usage of one line item or feature.
     *
     * @param archived months whose usage is not in it
     */
    private record Read(List<AnalyticsItem> items, List<YearMonth> archived) {}

    private Mono<Read> read(Asked asked, AnalyticsItem.Counted counted) {
        UsageQuery.ByGroup shown =
                query(asked, counted, counted.charged().orElse(null), asked.question().by().by());
        return dispatch.ask(shown, UsageQuery.Groups.class)
                .flatMap(
                        groups ->
                                priced(asked, counted, groups)
                                        .map(
                                                priced ->
                                                        new Read(
                                                                AnalyticsItem.of(
                                                                        counted, groups, priced),
                                                                groups.archived())));
    }

    private Mono<AnalyticsItem.Priced> priced(
            Asked asked, AnalyticsItem.Counted counted, UsageQuery.Groups groups) {
        if (counted.charged().isEmpty()) {
            return Mono.just(AnalyticsItem.Priced.NOT);
        }
        PricedUsage usage = counted.charged().get();
        List<PricedUsage> parts = usage.charged();
        if (parts.size() == 1
                && parts.getFirst().basis().equals(usage.basis())
                && parts.getFirst().period().equals(usage.period())) {
            return Mono.just(priced(asked, usage, groups));
        }
        return Flux.fromIterable(parts)
                .concatMap(
                        part ->
                                dispatch.ask(
                                                query(asked, counted, part, List.of()),
                                                UsageQuery.Groups.class)
                                        .map(read -> priced(asked, part, read)))
                .reduce(
                        AnalyticsItem.Priced.nothing(usage.terms().currency()),
                        AnalyticsItem.Priced::plus);
    }

    private static AnalyticsItem.Priced priced(
            Asked asked, PricedUsage usage, UsageQuery.Groups read) {
        return new AnalyticsItem.Priced(
                usage.cost(read.value(), read.buckets()),
                read.buckets(),
                switch (asked.question().buckets()) {
                    case SHOWN -> usage.atHours(read.buckets(), asked.now());
                    case LEFT_OUT -> List.of();
                });
    }

    private static UsageQuery.ByGroup query(
            Asked asked,
            AnalyticsItem.Counted counted,
            @Nullable PricedUsage part,
            List<UsageQuery.GroupKey> by) {
        AnalyticsQuestion question = asked.question();
        BillingPeriod period = part == null ? question.asked().period() : part.period();
        return UsageQueryByGroupBuilder.builder(
                        UsageQuery.ByGroup.all(asked.scope(), counted.meter(), period))
                .externalCustomerIds(counted.customers())
                .selection(
                        (part == null ? EventSelection.ALL : part.selection())
                                .narrowed(question.filters()))
                .sources(question.sources())
                .by(by)
                .window(question.asked().size())
                .zone(question.asked().zone())
                .basis(part == null ? null : part.basis())
                .build();
    }
}
