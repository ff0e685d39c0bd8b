package io.tallybook.command.bus;

import java.util.Locale;

/** The logical names of commands, as events keep them. */
public final class CommandNames {
    private static final String SUFFIX = "Command";

    private static final ClassValue<String> NAMES =
            new ClassValue<>() {
                @Override
                protected String computeValue(Class<?> command) {
                    return entity(command) + "." + words(command.getSimpleName());
                }
            };

    private CommandNames() {}

    /** {@code wallet.debit} for {@code WalletCommand.Debit}. */
    public static String of(Class<?> command) {
        return NAMES.get(command);
    }

    /** {@code wallet} for {@code WalletCommand.Debit}. */
    public static String entity(Class<?> command) {
        Class<?> family = command.getEnclosingClass();
        String name = family == null ? command.getSimpleName() : family.getSimpleName();
        return words(
                name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name);
    }

    private static String words(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}
