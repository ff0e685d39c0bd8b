package io.tallybook.command.bus;

import static org.axonframework.commandhandling.GenericCommandResultMessage.asCommandResultMessage;

import io.tallybook.core.SharedLane;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.Registration;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.messaging.DefaultInterceptorChain;
import org.axonframework.messaging.MessageHandler;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.RollbackConfigurationType;
import org.jspecify.annotations.Nullable;

/**
 * Performs the commands that wait at the same moment in one transaction: one commit to the disk and
 * one insert for the events of all.
 *
 * <p>Each aggregate has a lane, and each lane one thread. Commands to one aggregate are performed
 * in the order in which they came, and lanes do not wait for each other's aggregates. Aggregates
 * whose commands wait for the same thing share one ({@link SharedLane}). Nothing waits for company:
 * a lane takes what has come while it was busy.
 *
 * <pre>
 *   a1 b1 a2 │ c1 │ d1 e1 …     taken together: one unit of work each
 *   commit → answers            nothing is answered before it is on the disk
 * </pre>
 *
 * <p>What a command may rely on is the same as alone. If one is refused or fails, the whole unit is
 * rolled back, so that nothing of it is left, and the commands are performed again: those before it
 * together, the one alone, those behind it together. What is performed again has left no trace, as
 * long as handlers write to the transaction only, which they do. So is, alone and a few times, what
 * the database gave up for the sake of another transaction.
 *
 * <p>Commands that are for no aggregate may take minutes and never come into a lane.
 */
public final class GroupCommitBus extends SimpleCommandBus {
    private static final long STOP_SECONDS_MAX = 5;
    private static final int LOSSES_MAX = 2;

    private final TransactionManager transactions;
    private final Beginners beginners;
    private final int togetherMax;
    private final Executor others;
    private final List<MessageHandlerInterceptor<? super CommandMessage<?>>> interceptors =
            new CopyOnWriteArrayList<>();
    private final List<Lane> lanes;

    /**
     * @param builder with all that the plain bus needs, the transaction manager too
     * @param togetherMax how many commands one transaction performs at most
     * @param others where commands that are for no aggregate are performed, and callers told
     */
    public GroupCommitBus(
            Builder builder,
            TransactionManager transactions,
            Beginners beginners,
            int laneCount,
            int togetherMax,
            Executor others) {
        super(builder);
        this.transactions = transactions;
        this.beginners = beginners;
        this.togetherMax = togetherMax;
        this.others = others;
        this.lanes = IntStream.range(0, laneCount).mapToObj(Lane::new).toList();
        lanes.forEach(lane -> lane.thread.start());
    }

    /** A command that waits for its turn; without one, the word to stop. */
    private record Waiting(
            @Nullable CommandMessage<?> command,
            String target,
            MessageHandler<? super CommandMessage<?>> handler,
            Alone alone,
            Answer answer) {
        CommandMessage<?> message() {
            if (command == null) {
                throw new IllegalStateException("the word to stop is no command");
            }
            return command;
        }
    }

    /** Performs a command in a transaction of its own and answers it. */
    private interface Alone {
        void perform();
    }

    private interface Answer {
        void with(Object result);
    }

    /** What became of commands that were performed together. */
    private sealed interface Outcome {
        /** Committed. */
        record Done(List<Object> results) implements Outcome {}

        /** Rolled back, because the command at this place was refused or failed. */
        record Spoilt(int by) implements Outcome {}

        /** Rolled back, and it cannot be said because of which. */
        record Conflict() implements Outcome {}

        /** Nobody knows whether it was committed: as with one command, callers are told. */
        record Unknown(Throwable cause) implements Outcome {}
    }

    @Override
    protected <C, R> void handle(
            CommandMessage<C> command,
            MessageHandler<? super CommandMessage<?>> handler,
            CommandCallback<? super C, ? super R> callback) {
        Optional<String> target = CommandTargets.of(command.getPayload());
        if (target.isEmpty()) {
            others.execute(() -> super.handle(command, handler, callback));
            return;
        }
        CommandCallback<C, R> told =
                (message, result) -> others.execute(() -> callback.onResult(message, result));
        lane(command.getPayload(), target.get())
                .waiting
                .add(
                        new Waiting(
                                command,
                                target.get(),
                                handler,
                                () -> alone(command, handler, told, LOSSES_MAX),
                                result -> told.onResult(command, asCommandResultMessage(result))));
    }

    private Lane lane(Object command, String target) {
        String name = command instanceof SharedLane shared ? shared.lane() : target;
        return lanes.get(Math.floorMod(name.hashCode(), lanes.size()));
    }

    /** Nothing is left of one that lost against another transaction, so that it may try again. */
    private <C, R> void alone(
            CommandMessage<C> command,
            MessageHandler<? super CommandMessage<?>> handler,
            CommandCallback<C, R> told,
            int lossesLeft) {
        CommandCallback<C, R> orAgain =
                (message, result) -> {
                    if (lossesLeft > 0
                            && result.isExceptional()
                            && LostToAnother.is(result.exceptionResult())) {
                        alone(command, handler, told, lossesLeft - 1);
                    } else {
                        told.onResult(message, result);
                    }
                };
        super.handle(command, handler, orAgain);
    }

    @Override
    public Registration registerHandlerInterceptor(
            MessageHandlerInterceptor<? super CommandMessage<?>> interceptor) {
        interceptors.add(interceptor);
        Registration plain = super.registerHandlerInterceptor(interceptor);
        return () -> interceptors.remove(interceptor) && plain.cancel();
    }

    /** Performs what waits and ends. */
    public void shutdown() throws InterruptedException {
        lanes.forEach(Lane::stop);
        for (Lane lane : lanes) {
            lane.thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS_MAX));
        }
    }

    private final class Lane {
        private final BlockingQueue<Waiting> waiting = new LinkedBlockingQueue<>();
        private final Thread thread;

        Lane(int number) {
            thread =
                    Thread.ofPlatform()
                            .daemon()
                            .name("commands-" + number)
                            .unstarted(this::performAll);
        }

        void stop() {
            waiting.add(new Waiting(null, "", _ -> null, () -> {}, _ -> {}));
        }

        private void performAll() {
            try {
                while (true) {
                    List<Waiting> taken = new ArrayList<>();
                    taken.add(waiting.take());
                    waiting.drainTo(taken, togetherMax - 1);
                    boolean last = taken.removeIf(each -> each.command() == null);
                    perform(taken);
                    if (last) {
                        return;
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void perform(List<Waiting> taken) {
        if (taken.size() < 2) {
            taken.forEach(each -> each.alone().perform());
            return;
        }
        switch (together(taken)) {
            case Outcome.Done(var results) -> {
                for (int i = 0; i < taken.size(); i++) {
                    taken.get(i).answer().with(results.get(i));
                }
            }
            case Outcome.Spoilt(int by) -> {
                perform(taken.subList(0, by));
                taken.get(by).alone().perform();
                perform(taken.subList(by + 1, taken.size()));
            }
            case Outcome.Conflict() -> taken.forEach(each -> each.alone().perform());
            case Outcome.Unknown(var cause) ->
                    taken.forEach(each -> each.answer().with(asCommandResultMessage(cause)));
        }
    }

    private Outcome together(List<Waiting> taken) {
        List<Object> results = new ArrayList<>();
        boolean[] committing = {false};
        BatchingUnitOfWork<CommandMessage<?>> unit =
                new BatchingUnitOfWork<>(
                        taken.stream().<CommandMessage<?>>map(Waiting::message).toList());
        unit.start();
        try {
            unit.attachTransaction(transactions);
        } catch (RuntimeException e) {
            return new Outcome.Conflict(); // each alone tells its caller what is the matter
        }
        try {
            beginners.lookUp(unit, taken.stream().map(Waiting::target).toList());
        } catch (RuntimeException e) {
            unit.rollback(e);
            return new Outcome.Conflict();
        }
        // Later ones are called first: this one before the transaction is told to commit.
        unit.onCommit(_ -> committing[0] = true);
        ResultMessage<?> ended =
                unit.executeWithResult(
                        () -> {
                            Object result =
                                    new DefaultInterceptorChain<>(
                                                    unit,
                                                    interceptors,
                                                    taken.get(results.size()).handler())
                                            .proceed();
                            results.add(result);
                            return result;
                        },
                        RollbackConfigurationType.ANY_THROWABLE);
        if (!ended.isExceptional()) {
            return new Outcome.Done(results);
        }
        if (results.size() < taken.size()) {
            return new Outcome.Spoilt(results.size());
        }
        return committing[0]
                ? new Outcome.Unknown(ended.exceptionResult())
                : new Outcome.Conflict();
    }
}
