package io.tallybook.api.dispatch;

import io.tallybook.core.AwaitView;
import io.tallybook.core.Command;
import io.tallybook.core.Meta;
import io.tallybook.core.Receipt;
import io.tallybook.core.Scope;
import io.tallybook.core.ViewKind;
import io.tallybook.core.customer.FinishErasure;
import io.tallybook.core.duework.DueWorkCommand;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.tenancy.EnvironmentMode;
import io.tallybook.core.tenancy.EnvironmentView;
import io.tallybook.core.tenancy.TenancyQuery;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.responsetypes.ResponseType;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.SubscriptionQueryResult;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The way from a handler to the buses: commands out, refusals back as problems, queries, and the
 * environment's time.
 */
public final class Dispatch {

    /** Tells that a write was accepted and its view had not caught up when the answer was given. */
    public static final String VIEW_BEHIND = "X-View-Behind";

    /**
     * How long a question may take: longer than its parts are waited for, and below the patience of
     * clients, of which many give up after five minutes.
     */
    private static final Duration QUESTION_MAX = Duration.ofMinutes(4);

    private static final long VIEW_WAIT_MILLIS_MAX = 5_000;
    private static final long VIEW_WAIT_MILLIS_A_LINE = 1;

    private final CommandGateway commands;
    private final QueryGateway queries;
    private final InstantSource machine;
    private final Scheduler blocking;

    /**
     * Shapes: {@code blocking} runs what may block, since command handlers write to the event store
     * on the thread that calls them.
     */
    public Dispatch(
            CommandGateway commands,
            QueryGateway queries,
            InstantSource machine,
            Scheduler blocking) {
        this.commands = commands;
        this.queries = queries;
        this.machine = machine;
        this.blocking = blocking;
    }

    /**
     * The clock of the caller's environment, to the microsecond: the machine's if live, its own if
     * a sandbox.
     */
    public Mono<Instant> now(Call call) {
        return call.caller().mode() == EnvironmentMode.LIVE
                ? live(call)
                : find(new TenancyQuery.EnvironmentOf(call.scope()), EnvironmentView.class)
                        .map(EnvironmentView::now)
                        .switchIfEmpty(Mono.error(() -> noEnvironment(call)));
    }

    /** As {@link #now(Call)}, from memory: for what is only asked, never for what is stored. */
    public Mono<Instant> nowFromMemory(Call call) {
        return call.caller().mode() == EnvironmentMode.LIVE
                ? live(call)
                : find(new TenancyQuery.ClockOf(call.scope()), Instant.class)
                        .switchIfEmpty(Mono.error(() -> noEnvironment(call)));
    }

    /** The clock of an environment, for work that is nobody's request. */
    public Mono<Instant> now(Scope scope) {
        return find(new TenancyQuery.EnvironmentOf(scope), EnvironmentView.class)
                .map(
                        view ->
                                view.mode() == EnvironmentMode.LIVE
                                        ? machineNow()
                                        : view.now().truncatedTo(ChronoUnit.MICROS))
                .switchIfEmpty(
                        Mono.error(() -> new IllegalStateException("no environment is " + scope)));
    }

    private Mono<Instant> live(Call call) {
        Instant firstSeen = call.firstSeen();
        return Mono.fromSupplier(
                () ->
                        (firstSeen == null ? machine.instant() : firstSeen)
                                .truncatedTo(ChronoUnit.MICROS));
    }

    private static RuntimeException noEnvironment(Call call) {
        return new IllegalStateException("environment of a known key has no view: " + call.scope());
    }

    /** The machine's clock: access to a sandbox does not expire because its clock was moved. */
    public Instant machineNow() {
        return machine.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** As {@link #machineNow()}; of a request that is run again, when it was first. */
    public Instant machineNow(Call call) {
        Instant firstSeen = call.firstSeen();
        return firstSeen == null ? machineNow() : firstSeen.truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * Sends a command of somebody who is only becoming known by it, and waits as {@link #send}
     * does.
     */
    public Mono<Void> sendAs(String actor, String requestId, ViewKind kind, Command command) {
        MetaData meta = MetaData.with(Meta.ACTOR, actor).and(Meta.REQUEST_ID, requestId);
        return over(() -> commands.<Receipt>send(command, meta))
                .flatMap(
                        receipt ->
                                ask(
                                        new AwaitView(
                                                kind,
                                                receipt.id(),
                                                receipt.version(),
                                                VIEW_WAIT_MILLIS_MAX),
                                        Boolean.class))
                .then();
    }

    /**
     * Sends a command and waits, within a bound, until the view of its entity shows what it did.
     */
    public Mono<Receipt> send(Call call, ViewKind kind, Command command) {
        return send(call, kind, command, VIEW_WAIT_MILLIS_MAX);
    }

    /** The same for an entity of so many lines, whose view takes longer to be written. */
    public Mono<Receipt> send(Call call, ViewKind kind, Command command, int lines) {
        return send(call, kind, command, VIEW_WAIT_MILLIS_MAX + lines * VIEW_WAIT_MILLIS_A_LINE);
    }

    private Mono<Receipt> send(Call call, ViewKind kind, Command command, long waitMillis) {
        MetaData meta = meta(call);
        return over(() -> commands.<Receipt>send(command, meta))
                .flatMap(receipt -> awaited(call, kind, receipt, waitMillis).thenReturn(receipt));
    }

    /** Sends a command whose entity has no view; what it made is to be awaited by its own id. */
    public Mono<Receipt> send(Call call, Command command) {
        MetaData meta = meta(call);
        return over(() -> commands.<Receipt>send(command, meta));
    }

    /** Is refused where a change of a subscription would be; nothing of it is made. */
    public Mono<Void> consider(Call call, SubscriptionCommand.Considered change) {
        return send(call, new SubscriptionCommand.Consider(change)).then();
    }

    /** Waits, within a bound, until the view of an entity shows a version of it. */
    public Mono<Boolean> await(Call call, ViewKind kind, Receipt receipt) {
        return Mono.defer(() -> awaited(call, kind, receipt));
    }

    /**
     * Sends a command that makes many entities of a kind, and waits as {@link #send} for all of
     * them.
     */
    public Mono<List<Receipt>> sendAll(Call call, ViewKind kind, Command command) {
        MetaData meta = meta(call);
        return over(() -> commands.<List<Receipt>>send(command, meta))
                .flatMap(
                        receipts ->
                                Flux.fromIterable(receipts)
                                        .flatMap(receipt -> awaited(call, kind, receipt))
                                        .then(Mono.just(receipts)));
    }

    private Mono<Boolean> awaited(Call call, ViewKind kind, Receipt receipt) {
        return awaited(call, kind, receipt, VIEW_WAIT_MILLIS_MAX);
    }

    private Mono<Boolean> awaited(Call call, ViewKind kind, Receipt receipt, long waitMillis) {
        var await = new AwaitView(kind, receipt.id(), receipt.version(), waitMillis);
        return ask(await, Boolean.class)
                // The write is done, whatever becomes of its view: the answer must not deny it.
                .onErrorReturn(false)
                .doOnNext(
                        shown -> {
                            if (!shown) {
                                call.answerHeaders()
                                        .set(VIEW_BEHIND, receipt.id() + "@" + receipt.version());
                            }
                        });
    }

    /** Has all work done that is due at or before a moment. */
    public Mono<DueWorkCommand.Report> perform(Call call, DueWorkCommand command) {
        return over(() -> commands.<DueWorkCommand.Report>send(command, meta(call)));
    }

    /** Has the copies of erased data cleared; answers whether all are. */
    public Mono<Boolean> finish(Call call, FinishErasure command) {
        return over(() -> commands.<Boolean>send(command, meta(call)));
    }

    /** Asks for something that is always there. Errors: 503 if no answer comes in time. */
    public <T> Mono<T> ask(Object query, Class<T> type) {
        return answered(query, ResponseTypes.instanceOf(type));
    }

    /** Asks for something that may not be there. Errors: 503 if no answer comes in time. */
    public <T> Mono<T> find(Object query, Class<T> type) {
        return answered(query, ResponseTypes.optionalInstanceOf(type)).flatMap(Mono::justOrEmpty);
    }

    /** Calls a part of this installation that is reached over no bus; its refusals are problems. */
    public <T> Mono<T> through(Supplier<CompletableFuture<T>> part) {
        return over(part);
    }

    /**
     * Asks for something, and for what becomes of it: the answer first if there is one, then every
     * change, until whoever listens leaves.
     */
    public <T> Flux<T> follow(Object query, Class<T> type) {
        return Flux.using(
                        () ->
                                queries.subscriptionQuery(
                                        query,
                                        ResponseTypes.optionalInstanceOf(type),
                                        ResponseTypes.instanceOf(type)),
                        following ->
                                following
                                        .initialResult()
                                        .flatMap(Mono::justOrEmpty)
                                        .flux()
                                        .concatWith(following.updates()),
                        SubscriptionQueryResult::close)
                .subscribeOn(blocking)
                .onErrorMap(Refusals::of);
    }

    private <T> Mono<T> answered(Object query, ResponseType<T> type) {
        return Mono.fromFuture(() -> queries.query(query, type))
                .subscribeOn(blocking)
                .timeout(QUESTION_MAX)
                .onErrorMap(Refusals::of);
    }

    private <T> Mono<T> over(Supplier<CompletableFuture<T>> bus) {
        return Mono.fromFuture(bus).subscribeOn(blocking).onErrorMap(Refusals::of);
    }

    /** What only the sender knows; the rest, events take from the command itself. */
    private static MetaData meta(Call call) {
        return MetaData.with(Meta.ACTOR, call.caller().actor())
                .and(Meta.REQUEST_ID, call.requestId());
    }
}
