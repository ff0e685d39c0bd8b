package io.tallybook.benchmarks.vectors;

import io.tallybook.domain.usage.UsageEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Seats that come and go within a period, told in words: "persisted unit plus one added 21 days
 * before period end", "added from+1d and removed to-1d".
 */
record ToldSeats(String told, LocalDate first, LocalDate last) {
    private static final Pattern HELD =
            Pattern.compile("(?:(\\w+) )?(?:persisted units?|units? present)");

    /**
     * A verb, and the day it is said of; "added and removed ... on the same day" has its own rule.
     */
    private static final Pattern MOVE =
            Pattern.compile(
                    "(added|removed)\\s+(?:"
                            + "(\\d+) days? (after|before) (?:the |period )*(start|end)"
                            + "|(from\\+|to-)(\\d+) ?d"
                            + "|on (?:the )?(first|last) day"
                            + "|on (\\d{4}-\\d{2}-\\d{2}))");

    List<Move> moves() {
        List<Move> moves = new ArrayList<>();
        Matcher matcher = MOVE.matcher(told);
        while (matcher.find()) {
            moves.add(new Move(matcher.group(1).equals("added"), day(matcher)));
        }
        return moves;
    }

    /** A seat that came or went on a day. */
    record Move(boolean comes, LocalDate day) {}

    private LocalDate day(Matcher move) {
        if (move.group(2) != null) {
            long days = Long.parseLong(move.group(2));
            boolean after = move.group(3).equals("after");
            // "21 days before the end" leaves 21 days, so it is counted from the day after the
            // last.
            LocalDate base = move.group(4).equals("start") ? first : last.plusDays(1);
            return after ? base.plusDays(days) : base.minusDays(days);
        }
        if (move.group(5) != null) {
            long days = Long.parseLong(move.group(6));
            return move.group(5).equals("to-") ? last.minusDays(days) : first.plusDays(days);
        }
        return move.group(7) != null
                ? (move.group(7).equals("first") ? first : last)
                : LocalDate.parse(move.group(8));
    }

    private int held() {
        Matcher matcher = HELD.matcher(told);
        int held = 0;
        while (matcher.find()) {
            held += Optional.ofNullable(matcher.group(1)).flatMap(Words::count).orElse(1);
        }
        return held;
    }

    /** Errors: IllegalArgumentException if the words say nothing of any seat. */
    List<UsageEvent> events() {
        List<UsageEvent> events = new ArrayList<>();
        if (told.contains("same day")) {
            comesAndGoes(events);
            return events;
        }
        int held = held();
        List<Move> moves = moves();
        if (held == 0
                && moves.isEmpty()
                && !told.contains("no unit")
                && !told.contains("no event")) {
            throw new IllegalArgumentException(
                    "input.case: got \""
                            + told
                            + "\", expected words on units that are persisted,"
                            + " added or removed");
        }
        boolean onlyLeaves = moves.stream().noneMatch(Move::comes);
        int before = Math.max(held, onlyLeaves && !moves.isEmpty() ? 1 : 0);
        Instant earlier = LagoUsage.startOf(first).minusSeconds(3600);
        for (int i = 0; i < before; i++) {
            events.add(LagoUniqueCounts.seat(i, earlier, "held" + i, "add"));
        }
        for (Move move : moves) {
            // What is removed without having been added here was held before.
            String seat = onlyLeaves ? "held0" : "new";
            events.add(
                    LagoUniqueCounts.seat(
                            20 + events.size(),
                            LagoUsage.startOf(move.day()).plusSeconds(3600L * 12),
                            seat,
                            move.comes() ? "add" : "remove"));
        }
        return events;
    }

    private void comesAndGoes(List<UsageEvent> events) {
        Instant start = LagoUsage.startOf(first.plusDays(1));
        for (int i = 0; i < 6; i++) {
            events.add(
                    LagoUniqueCounts.seat(
                            i, start.plusSeconds(300L * i), "new", i % 2 == 0 ? "add" : "remove"));
        }
    }
}
