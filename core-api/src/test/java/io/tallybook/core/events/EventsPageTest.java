package io.tallybook.core.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.wire.EventNames;
import io.tallybook.testkit.GoldenFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EventsPageTest {
    @Test
    void thePageOfEventsSaysWhatTheCodeSays() {
        GoldenFile.assertMatches(Path.of("../docs/events.md"), EventsPage.text());
    }

    @Test
    void everyMemberOfAFamilyOfEventsHasAName() {
        List<Class<?>> named =
                EventNames.all().stream().<Class<?>>map(EventNames.Name::type).toList();
        List<Class<?>> members =
                named.stream()
                        .flatMap(type -> Arrays.stream(type.getInterfaces()))
                        .filter(Class::isSealed)
                        .distinct()
                        .flatMap(family -> Arrays.stream(family.getPermittedSubclasses()))
                        .filter(member -> !member.isSealed())
                        .collect(Collectors.toList());
        assertThat(named).containsExactlyInAnyOrderElementsOf(members);
    }
}
