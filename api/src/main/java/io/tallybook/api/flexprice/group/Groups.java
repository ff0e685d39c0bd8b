package io.tallybook.api.flexprice.group;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.list.Criteria;
import io.tallybook.api.flexprice.list.ListRequest;
import io.tallybook.api.flexprice.list.PageJson;
import io.tallybook.api.flexprice.list.Searchable;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.core.Stamp;
import io.tallybook.core.ViewKind;
import io.tallybook.core.catalogue.GroupCommand;
import io.tallybook.core.catalogue.GroupDocument;
import io.tallybook.core.catalogue.GroupDocument.EntityType;
import io.tallybook.core.catalogue.GroupId;
import io.tallybook.core.catalogue.GroupQuery;
import io.tallybook.core.catalogue.GroupView;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The routes of groups. */
@RestController
@RequestMapping("/v1/groups")
public final class Groups {

    private static final Map<String, String> WORDS =
            Stream.of(EntityType.values())
                    .collect(
                            Collectors.toMap(
                                    type -> type.name().toLowerCase(Locale.ROOT), Enum::name));

    private static final Choice<EntityType> TYPES =
            Choice.of(EntityType.class, type -> type.name().toLowerCase(Locale.ROOT));

    private static final Searchable FIELDS =
            new Searchable()
                    .text("name", "name")
                    .text("lookup_key", "lookup_key")
                    .words("entity_type", "entity_type", WORDS);

    private static final int SHORT = 255;
    private static final int LONG = 1_024;

    private final Dispatch dispatch;
    private final Directory directory;
    private final GroupMembers members;

    public Groups(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.members = new GroupMembers(dispatch);
    }

    @PostMapping
    Mono<ResponseEntity<byte[]>> create(Call call, Body body) {
        var group =
                new GroupDocument(
                        body.required("name").text(SHORT),
                        body.required("entity_type").choice(TYPES),
                        body.required("lookup_key").text(SHORT),
                        body.optional("metadata").map(LONG));
        body.check();
        GroupId id = GroupId.of(call.ids().next());
        return dispatch.now(call)
                .flatMap(
                        at -> {
                            var create = new GroupCommand.Create(id, call.scope(), at, group);
                            return dispatch.send(call, ViewKind.GROUP, create)
                                    .flatMap(receipt -> shown(call, create, receipt.version()));
                        })
                .map(view -> Answer.created(GroupJson.of(view, List.of())));
    }

    private Mono<GroupView> shown(Call call, GroupCommand.Create made, long version) {
        return dispatch.find(new GroupQuery.ById(call.scope(), made.groupId()), GroupView.class)
                .defaultIfEmpty(
                        new GroupView(
                                made.groupId(),
                                made.scope(),
                                made.group(),
                                Stamp.first(made.at(), call.caller().actor(), version)));
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<byte[]>> get(Call call, @PathVariable("id") String id) {
        return directory
                .group(call, Named.id("group", id, GroupId::new))
                .flatMap(view -> members.of(call, List.of(view)).map(found -> json(view, found)))
                .map(Answer::ok);
    }

    @DeleteMapping("/{id}")
    Mono<ResponseEntity<byte[]>> delete(Call call, @PathVariable("id") String id) {
        GroupId group = Named.id("group", id, GroupId::new);
        return dispatch.now(call)
                .flatMap(
                        at ->
                                dispatch.send(
                                        call,
                                        ViewKind.GROUP,
                                        new GroupCommand.Delete(group, call.scope(), at)))
                .thenReturn(Answer.nothing());
    }

    @GetMapping
    Mono<ResponseEntity<byte[]>> list(Call call, Params params) {
        return page(call, params);
    }

    @PostMapping("/search")
    Mono<ResponseEntity<byte[]>> search(Call call, Body body) {
        return page(call, body);
    }

    private Mono<ResponseEntity<byte[]>> page(Call call, Fields in) {
        EntityType type = in.optional("entity_type").choice(TYPES);
        var criteria =
                new Criteria(in)
                        .any("group_ids", "id")
                        .one("name", "name")
                        .one("lookup_key", "lookup_key")
                        .is("entity_type", type == null ? null : type.name());
        ListRequest request = ListRequest.of(in, FIELDS, criteria);
        return dispatch.ask(
                        new GroupQuery.Search(call.scope(), request.spec()), GroupQuery.Page.class)
                .flatMap(
                        page ->
                                members.of(call, page.items())
                                        .map(
                                                found ->
                                                        PageJson.of(
                                                                request,
                                                                page.items(),
                                                                page.total(),
                                                                view -> json(view, found))))
                .map(Answer::ok);
    }

    private static ObjectNode json(GroupView view, Map<String, List<String>> members) {
        return GroupJson.of(view, members.getOrDefault(view.id().value(), List.of()));
    }
}
