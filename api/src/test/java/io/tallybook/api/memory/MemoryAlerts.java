package io.tallybook.api.memory;

import io.tallybook.core.Receipt;
import io.tallybook.core.Rejection;
import io.tallybook.core.alert.AlertQuery;
import io.tallybook.core.alert.AlertSettingsCommand;
import io.tallybook.core.alert.AlertSettingsView;
import java.util.List;
import java.util.Optional;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.queryhandling.QueryHandler;

/** Alert settings of {@link MemoryEngine}; nothing is ever told. */
public final class MemoryAlerts {
    private final Shelf<AlertSettingsView> settings =
            new Shelf<AlertSettingsView>()
                    .field("entity_type", s -> s.settings().entityType().name())
                    .field("entity_id", s -> s.settings().entityId())
                    .field("parent_type", s -> String.valueOf(s.settings().parentType()))
                    .field("parent_id", s -> s.settings().parentId())
                    .field("mode", s -> s.settings().config().mode().name());

    @CommandHandler
    Receipt handle(AlertSettingsCommand.Create c) {
        settings.put(
                new AlertSettingsView(
                        c.settingsId(), c.scope(), c.settings(), MemoryEngine.stamp(c)));
        return new Receipt(c.settingsId().value(), 0);
    }

    @CommandHandler
    Receipt handle(AlertSettingsCommand.Update c) {
        AlertSettingsView before =
                settings.byId(c.scope(), c.settingsId())
                        .orElseThrow(
                                () ->
                                        MemoryEngine.refused(
                                                Rejection.notFound(
                                                        "alert settings", c.settingsId().value())));
        settings.put(
                new AlertSettingsView(
                        before.id(),
                        before.scope(),
                        before.settings().with(c.config()),
                        before.stamp().next(c.at(), "x", before.stamp().version() + 1)));
        return new Receipt(c.settingsId().value(), before.stamp().version() + 1);
    }

    @CommandHandler
    Receipt handle(AlertSettingsCommand.Delete c) {
        return new Receipt(c.settingsId().value(), 1);
    }

    @QueryHandler
    Optional<AlertSettingsView> answer(AlertQuery.SettingsById q) {
        return settings.byId(q.scope(), q.id());
    }

    @QueryHandler
    AlertQuery.Settings answer(AlertQuery.SearchSettings q) {
        var found = settings.search(q.scope(), q.spec());
        return new AlertQuery.Settings(found.items(), found.total());
    }

    @QueryHandler
    AlertQuery.Alerts answer(AlertQuery.OfEntities q) {
        return new AlertQuery.Alerts(List.of());
    }

    @QueryHandler
    AlertQuery.Log answer(AlertQuery.SearchLog q) {
        return new AlertQuery.Log(List.of(), 0);
    }
}
