package io.tallybook.api.flexprice.notice;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.list.Criteria;
import io.tallybook.api.flexprice.list.ListRequest;
import io.tallybook.api.flexprice.list.PageJson;
import io.tallybook.api.flexprice.list.Searchable;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Choice;
import io.tallybook.api.response.Answer;
import io.tallybook.core.notice.NoticeDocument;
import io.tallybook.core.notice.NoticeId;
import io.tallybook.core.notice.NoticeQuery;
import io.tallybook.core.notice.NoticeView;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The routes of notices. */
@RestController
@RequestMapping("/v1/notices")
public final class Notices {

    private static final Map<String, String> TYPES =
            Arrays.stream(NoticeDocument.Type.values())
                    .collect(Collectors.toMap(NoticeDocument.Type::word, Enum::name));

    private static final Choice<String> TYPE = Choice.of(TYPES);

    private static final Searchable FIELDS =
            new Searchable()
                    .words("event_type", "type", TYPES)
                    .text("customer_id", "customer_id")
                    .text("subscription_id", "subscription_id")
                    .text("invoice_id", "invoice_id")
                    .text("payment_id", "payment_id");

    private final Dispatch dispatch;

    public Notices(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<byte[]>> get(Call call, @PathVariable("id") String id) {
        return dispatch.find(
                        new NoticeQuery.ById(call.scope(), Named.id("notice", id, NoticeId::new)),
                        NoticeView.class)
                .switchIfEmpty(Named.missing("notice", id))
                .map(NoticeJson::of)
                .map(Answer::ok);
    }

    @PostMapping("/search")
    Mono<ResponseEntity<byte[]>> search(Call call, Body body) {
        var criteria =
                new Criteria(body)
                        .is("type", body.optional("event_type").choice(TYPE))
                        .one("customer_id", "customer_id")
                        .one("subscription_id", "subscription_id")
                        .one("invoice_id", "invoice_id")
                        .one("payment_id", "payment_id");
        ListRequest request = ListRequest.of(body, FIELDS, criteria);
        return dispatch.ask(
                        new NoticeQuery.Search(call.scope(), request.spec()),
                        NoticeQuery.Page.class)
                .map(
                        page ->
                                Answer.ok(
                                        PageJson.of(
                                                request,
                                                page.items(),
                                                page.total(),
                                                NoticeJson::of)));
    }
}
