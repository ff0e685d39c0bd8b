package io.tallybook.embedded.clickhouse;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * Main class of the child JVM that is the ClickHouse engine: it calls the {@code main} of
 * clickhouse-local inside libchdb and never returns. A process of its own, because a fault in
 * native code must not take the application with it.
 *
 * <p>Needs nothing but the JDK on its class path.
 */
@SuppressWarnings("restricted") // calling native code is what this class is for
final class EngineProcess {
    private static final int MESSAGE_BYTES_MAX = 1 << 20;

    private EngineProcess() {}

    /**
     * Lives until its standard input ends, which is when the parent closes the pipe or dies of
     * anything.
     *
     * @param arguments the library's path, then clickhouse-local's own options
     */
    public static void main(String[] arguments) throws Throwable {
        Linker linker = Linker.nativeLinker();
        SymbolLookup libc = linker.defaultLookup();
        FunctionDescriptor oneInt = FunctionDescriptor.ofVoid(JAVA_INT);
        // Past the C++ static destructors: threads of the engine may still be running.
        MethodHandle exit = handle(linker, libc, "_exit", oneInt);
        Thread.ofPlatform().daemon().name("parent-watch").start(() -> endWithParent(exit));
        // A session of our own: Ctrl-C in the terminal is for the parent, which stops us when it is
        // done with us.
        int session =
                (int) handle(linker, libc, "setsid", FunctionDescriptor.of(JAVA_INT)).invokeExact();
        SymbolLookup engine = SymbolLookup.libraryLookup(arguments[0], Arena.global());
        // The JVM owns SIGSEGV: it is how a null check works.
        handle(linker, engine, "chdb_set_signal_handlers_enabled", oneInt).invokeExact(0);
        MemorySegment error = run(linker, engine, arguments);
        if (error.address() != 0) {
            System.err.println(error.reinterpret(MESSAGE_BYTES_MAX).getString(0));
            System.err.flush();
        }
        exit.invokeExact(error.address() == 0 ? 0 : 1);
    }

    private static void endWithParent(MethodHandle exit) {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever said; only the end matters.
            }
            exit.invokeExact(0);
        } catch (Throwable e) {
            Runtime.getRuntime().halt(1);
        }
    }

    private static MemorySegment run(Linker linker, SymbolLookup engine, String[] arguments)
            throws Throwable {
        MethodHandle commandLine =
                handle(
                        linker,
                        engine,
                        "chdb_query_cmdline",
                        FunctionDescriptor.of(ADDRESS, JAVA_INT, ADDRESS));
        MethodHandle errorOf =
                handle(
                        linker,
                        engine,
                        "chdb_result_error",
                        FunctionDescriptor.of(ADDRESS, ADDRESS));
        Arena arena = Arena.global();
        MemorySegment argv = arena.allocate(ADDRESS, arguments.length + 1L);
        argv.setAtIndex(ADDRESS, 0, arena.allocateFrom("clickhouse"));
        for (int i = 1; i < arguments.length; i++) {
            argv.setAtIndex(ADDRESS, i, arena.allocateFrom(arguments[i]));
        }
        MemorySegment result = (MemorySegment) commandLine.invokeExact(arguments.length, argv);
        return (MemorySegment) errorOf.invokeExact(result);
    }

    private static MethodHandle handle(
            Linker linker, SymbolLookup library, String name, FunctionDescriptor type) {
        return linker.downcallHandle(library.find(name).orElseThrow(), type);
    }
}
