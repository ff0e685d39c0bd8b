package io.tallybook.app.demo;

import java.io.PrintStream;

/** What the person who watches sees while it goes on. */
final class Steps {
    private static final PrintStream OUT = System.out;
    private static final boolean IS_TERMINAL = System.console().isTerminal();

    private Steps() {}

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
