package io.tallybook.command.bus;

import io.tallybook.core.Rejection;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.AggregateNotFoundException;

/** Turns a command to an id that nothing has into the refusal that a caller can read. */
public final class NotFoundInterceptor implements MessageHandlerInterceptor<CommandMessage<?>> {
    @Override
    public Object handle(UnitOfWork<? extends CommandMessage<?>> unitOfWork, InterceptorChain chain)
            throws Exception {
        try {
            return chain.proceed();
        } catch (AggregateNotFoundException e) {
            Rejection rejection =
                    Rejection.notFound(
                            CommandNames.entity(unitOfWork.getMessage().getPayloadType()),
                            String.valueOf(e.getAggregateIdentifier()));
            throw new CommandExecutionException(rejection.message(), e, rejection);
        }
    }
}
