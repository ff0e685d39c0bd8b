package io.tallybook.api.flexprice.event;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.invoice.InvoiceCorrection;
import io.tallybook.api.flexprice.list.Cursor;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.core.usage.AmendmentDraft;
import io.tallybook.core.usage.AmendmentId;
import io.tallybook.core.usage.AmendmentView;
import io.tallybook.core.usage.AmendmentView.Step;
import io.tallybook.core.usage.UsageAmendments;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageQuery;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * The routes by which usage is amended: drafted, looked at with all that it changes, applied, and
 * taken back. What came in is kept.
 */
@RestController
@RequestMapping("/v1/events/amendments")
public final class AmendmentRoutes {
    private final Dispatch dispatch;
    private final UsageAmendments amendments;
    private final AmendmentPreview preview;

    public AmendmentRoutes(
            Dispatch dispatch,
            Directory directory,
            InvoiceCorrection corrections,
            UsageAmendments amendments) {
        this.dispatch = dispatch;
        this.amendments = amendments;
        this.preview = new AmendmentPreview(dispatch, directory, corrections);
    }

    @PostMapping
    Mono<ResponseEntity<byte[]>> draft(Call call, Body body) {
        return dispatch.now(call)
                .flatMap(
                        now -> {
                            AmendmentDraft draft = AmendmentRequest.of(body, call, now);
                            return dispatch.through(() -> amendments.draft(draft));
                        })
                .map(view -> Answer.created(AmendmentJson.of(view)));
    }

    @GetMapping
    Mono<ResponseEntity<byte[]>> list(Call call, Params params) {
        int limit = params.optional("limit").integer(1, 1_000, 50);
        int offset = params.optional("offset").integer(0, 1_000_000, 0);
        AmendmentId after = after(params);
        params.check();
        return dispatch.ask(
                        new UsageQuery.AmendmentsOf(call.scope(), after, limit, offset),
                        UsageQuery.Amendments.class)
                .map(page -> Answer.ok(AmendmentJson.page(page, limit, offset)));
    }

    private static @Nullable AmendmentId after(Params params) {
        String cursor = params.optional("cursor").text(512);
        if (cursor == null || cursor.isEmpty()) {
            return null;
        }
        String id = Cursor.id(cursor);
        if (id == null || !id.startsWith(AmendmentId.PREFIX + "_")) {
            params.complain("cursor", "the next_cursor of a page of this list", "another text");
            return null;
        }
        return new AmendmentId(id);
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<byte[]>> get(Call call, @PathVariable("id") String id) {
        return found(call, id).map(view -> Answer.ok(AmendmentJson.of(view)));
    }

    /** What it says of each event, in the order of their ids. */
    @GetMapping("/{id}/events")
    Mono<ResponseEntity<byte[]>> events(Call call, @PathVariable("id") String id, Params params) {
        int limit = params.optional("page_size").integer(1, 1_000, 50);
        String after = params.optional("iter_last_key").text(255);
        params.check();
        return found(call, id)
                .flatMap(
                        view ->
                                dispatch.ask(
                                        new UsageQuery.AmendedEventsOf(
                                                call.scope(), view.id(), after, limit),
                                        UsageQuery.AmendedEvents.class))
                .map(page -> Answer.ok(AmendmentJson.events(page)));
    }

    /** Adds new events to a draft, up to 1,000 at once. */
    @PostMapping("/{id}/events")
    Mono<ResponseEntity<byte[]>> add(Call call, @PathVariable("id") String id, Body body) {
        AmendmentId amendment = Named.id("amendment", id, AmendmentId::new);
        return dispatch.now(call)
                .flatMap(
                        now -> {
                            List<UsageEvent> events = AmendmentRequest.events(body, call, now);
                            body.check();
                            return dispatch.through(
                                    () -> amendments.add(call.scope(), amendment, events));
                        })
                .map(view -> Answer.ok(AmendmentJson.of(view)));
    }

    /** What it changes on open and closed invoices. */
    @PostMapping("/{id}/preview")
    Mono<ResponseEntity<byte[]>> preview(Call call, @PathVariable("id") String id) {
        return found(call, id)
                .flatMap(view -> dispatch.now(call).flatMap(now -> preview.of(call, view, now)))
                .map(Answer::ok);
    }

    @PostMapping("/{id}/apply")
    Mono<ResponseEntity<byte[]>> apply(Call call, @PathVariable("id") String id, Body body) {
        return step(call, id, body, Step.APPLIED);
    }

    @PostMapping("/{id}/revert")
    Mono<ResponseEntity<byte[]>> revert(Call call, @PathVariable("id") String id, Body body) {
        return step(call, id, body, Step.REVERTED);
    }

    private Mono<ResponseEntity<byte[]>> step(Call call, String id, Body body, Step step) {
        AmendmentId amendment = Named.id("amendment", id, AmendmentId::new);
        String reason = body.optional("reason").text(1_000);
        body.check();
        return dispatch.now(call)
                .flatMap(
                        now ->
                                dispatch.through(
                                        () ->
                                                amendments.mark(
                                                        call.scope(),
                                                        amendment,
                                                        step,
                                                        now,
                                                        call.caller().actor(),
                                                        reason == null ? "" : reason)))
                .map(view -> Answer.ok(AmendmentJson.of(view)));
    }

    private Mono<AmendmentView> found(Call call, String id) {
        return dispatch.find(
                        new UsageQuery.AmendmentOf(
                                call.scope(), Named.id("amendment", id, AmendmentId::new)),
                        AmendmentView.class)
                .switchIfEmpty(Named.missing("amendment", id));
    }
}
