package io.tallybook.app.demo;

import java.io.Console;
import java.io.PrintStream;

/** What the person who watches sees while it goes on. */
final class Steps {
    private static final PrintStream OUT = System.out;
    private static final boolean IS_TERMINAL = isTerminal();

    private Steps() {}

    @SuppressWarnings("SystemConsoleNull") // it may be null where the console is switched off
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    static void say(String line) {
        OUT.println((IS_TERMINAL ? "\r" : "") + "  " + line);
    }

    /** Replaced by the next line on a terminal, not shown anywhere else. */
    static void working(String line) {
        if (IS_TERMINAL) {
            OUT.print("\r  " + line);
            OUT.flush();
        }
    }

    static void print(String text) {
        OUT.println(text);
    }
}
