package io.tallybook.api.memory;

import io.tallybook.core.Scope;
import io.tallybook.core.usage.RejectedRecords;
import io.tallybook.core.usage.RejectedUsage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was no usage event, kept in memory. */
final class MemoryRejected implements RejectedRecords {
    private final Map<String, RejectedUsage> kept = new LinkedHashMap<>();

    @Override
    public synchronized void keep(List<RejectedUsage> rejected) {
        rejected.forEach(one -> kept.putIfAbsent(one.id(), one));
    }

    @Override
    public synchronized void replayed(RejectedUsage replayed) {
        kept.put(replayed.id(), replayed);
    }

    @Override
    public synchronized Optional<RejectedUsage> find(Scope scope, String id) {
        return Optional.ofNullable(kept.get(id)).filter(one -> one.scope().equals(scope));
    }

    @Override
    public synchronized Page list(Scope scope, Question question) {
        String source = question.source();
        List<RejectedUsage> found =
                kept.values().stream()
                        .filter(one -> one.scope().equals(scope))
                        .filter(one -> source == null || one.source().equals(source))
                        .filter(
                                one ->
                                        switch (question.standing()) {
                                            case ALL -> true;
                                            case OPEN -> one.replayedAs() == null;
                                            case REPLAYED -> one.replayedAs() != null;
                                        })
                        .toList();
        return new Page(
                found.stream().skip(question.offset()).limit(question.limit()).toList(),
                found.size());
    }
}
