package io.tallybook.api.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.api.problem.ProblemException;
import io.tallybook.core.Rejection;
import io.tallybook.core.search.UnknownField;
import io.tallybook.core.usage.UsageNotDurable;
import java.io.IOException;
import java.net.ConnectException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.NoHandlerForCommandException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.queryhandling.QueryExecutionException;
import org.junit.jupiter.api.Test;

class RefusalsTest {

    private static int status(Throwable failure) {
        Throwable told = Refusals.of(failure);
        assertThat(told).isInstanceOf(ProblemException.class);
        return ((ProblemException) told).problem().status();
    }

    private static CommandExecutionException refused(Rejection rejection) {
        return new CommandExecutionException("refused", null, rejection);
    }

    @Test
    void everyReasonHasItsStatus() {
        assertThat(status(refused(Rejection.notFound("plan", "p")))).isEqualTo(404);
        assertThat(status(refused(Rejection.taken("external_id", "a")))).isEqualTo(409);
        assertThat(status(refused(Rejection.conflict("p")))).isEqualTo(409);
        assertThat(status(refused(Rejection.field("amount", "-1", "zero or more")))).isEqualTo(400);
        assertThat(status(refused(Rejection.invalidOperation("it is cancelled")))).isEqualTo(400);
    }

    @Test
    void aRefusalIsKnownThroughWhateverItIsWrappedIn() {
        Throwable wrapped = new CompletionException(refused(Rejection.notFound("plan", "p")));
        assertThat(status(wrapped)).isEqualTo(404);
        assertThat(status(new CompletionException(wrapped))).isEqualTo(404);
        assertThat(
                        status(
                                new QueryExecutionException(
                                        "refused", null, Rejection.notFound("plan", "p"))))
                .isEqualTo(404);
    }

    @Test
    void whatMayBeOtherSoonIsUnavailable() {
        assertThat(status(new NoHandlerForCommandException("none"))).isEqualTo(503);
        assertThat(status(new ConcurrencyException("again", new IOException()))).isEqualTo(503);
        assertThat(status(new UsageNotDurable("down", new IOException()))).isEqualTo(503);
        assertThat(status(new IllegalStateException(new ConnectException("refused"))))
                .isEqualTo(503);
        assertThat(status(new CompletionException(new TimeoutException("late")))).isEqualTo(503);
    }

    @Test
    void aDatabaseThatIsAwayIsUnavailable() {
        // What a pool says that has no connection to give, a connection that broke, a server that
        // was told to end.
        for (SQLException lost :
                List.of(
                        new SQLTransientConnectionException("not within 5 s"),
                        new SQLException("an I/O error occurred", "08006"),
                        new SQLException("terminating connection", "57P01"))) {
            assertThat(status(new IllegalStateException("cannot append", lost))).isEqualTo(503);
        }
        var defect = new IllegalStateException("a defect", new SQLException("syntax", "42601"));
        assertThat(Refusals.of(defect)).isSameAs(defect);
    }

    @Test
    void aFieldThatAListDoesNotHaveIsBadInput() {
        assertThat(status(new UnknownField("shoe", List.of("id")))).isEqualTo(400);
    }

    @Test
    void whatNobodyForesawStaysWhatItIs() {
        var defect = new IllegalArgumentException("a defect");
        assertThat(Refusals.of(new CompletionException(defect))).isSameAs(defect);
    }
}
