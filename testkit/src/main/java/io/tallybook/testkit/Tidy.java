package io.tallybook.testkit;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Reads source files and says what is untidy in them: what a formatter cannot mend and a reviewer
 * should not have to say.
 *
 * <ul>
 *   <li>a method of more than 70 lines, a line of more than 100 characters
 *   <li>a type called Manager, Helper, Util, Impl or Base
 *   <li>a case label with a colon, which falls through when its break is forgotten
 *   <li>a TODO without the number of an issue
 *   <li>a disabled test
 *   <li>calls that the caller bans, with what to do instead
 * </ul>
 */
public final class Tidy {
    public static final int METHOD_LINES_MAX = 70;
    public static final int LINE_CHARACTERS_MAX = 100;

    private static final Pattern VAGUE_NAME =
            Pattern.compile(".*(Manager|Helper|Utils?|Impl|Base)");
    private static final Pattern TODO = Pattern.compile("(//|\\*)\\s*T(?:ODO)\\b(?!.*#\\d)");
    private static final Pattern UNBREAKABLE = Pattern.compile("(import|package) .*|.*https?://.*");

    private final List<Path> roots;
    private final Map<String, String> banned;

    private Tidy(List<Path> roots, Map<String, String> banned) {
        this.roots = roots;
        this.banned = banned;
    }

    /** Something untidy; {@code toString} is what a reader wants to see: where, and what. */
    public record Finding(Path file, long line, String what) {
        @Override
        public String toString() {
            return file + ":" + line + ": " + what;
        }
    }

    /** Looks at all .java files below {@code roots}; one that does not exist is an error. */
    public static Tidy of(Path... roots) {
        return new Tidy(List.of(roots), Map.of());
    }

    /**
     * Also finds calls of {@code call}, written as in the source: "Thread.sleep", "Instant.now".
     *
     * @param instead what to do, for the message
     */
    public Tidy banning(String call, String instead) {
        Map<String, String> all = new LinkedHashMap<>(banned);
        all.put(call, instead);
        return new Tidy(roots, Map.copyOf(all));
    }

    /** All that is untidy, file by file; throws if there is no file at all to look at. */
    public List<Finding> findings() {
        List<Path> files = roots.stream().flatMap(Tidy::sources).sorted().toList();
        if (files.isEmpty()) {
            throw new IllegalArgumentException("no .java file below " + roots);
        }
        List<Finding> findings = new ArrayList<>();
        for (Path file : files) {
            findings.addAll(lines(file));
        }
        findings.addAll(trees(files));
        return findings;
    }

    private static Stream<Path> sources(Path root) {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(p -> p.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + root, e);
        }
    }

    private static List<Finding> lines(Path file) {
        List<Finding> findings = new ArrayList<>();
        try {
            int number = 0;
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                number++;
                if (line.length() > LINE_CHARACTERS_MAX && !UNBREAKABLE.matcher(line).matches()) {
                    findings.add(
                            new Finding(
                                    file, number, "a line of " + line.length() + " characters"));
                }
                if (TODO.matcher(line).find()) {
                    findings.add(new Finding(file, number, "a TODO without an issue"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        return findings;
    }

    private List<Finding> trees(List<Path> files) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        List<Finding> findings = new ArrayList<>();
        try (StandardJavaFileManager manager =
                compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            Iterable<? extends JavaFileObject> sources = manager.getJavaFileObjectsFromPaths(files);
            JavacTask task =
                    (JavacTask)
                            compiler.getTask(
                                    null, manager, null, List.of("-proc:none"), null, sources);
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new Visit(unit, positions, findings).scan(unit, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot parse below " + roots, e);
        }
        return findings;
    }

    private final class Visit extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<Finding> findings;

        Visit(CompilationUnitTree unit, SourcePositions positions, List<Finding> findings) {
            this.unit = unit;
            this.positions = positions;
            this.findings = findings;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void none) {
            if (method.getBody() != null) {
                long end = line(positions.getEndPosition(unit, method));
                long lines = end - line(positions.getStartPosition(unit, method.getBody())) + 1;
                if (lines > METHOD_LINES_MAX) {
                    find(method, "method " + method.getName() + " has " + lines + " lines");
                }
            }
            return super.visitMethod(method, null);
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void none) {
            if (VAGUE_NAME.matcher(type.getSimpleName()).matches()) {
                find(type, "type " + type.getSimpleName() + " has a name that says nothing");
            }
            return super.visitClass(type, null);
        }

        @Override
        public @Nullable Void visitCase(CaseTree label, @Nullable Void none) {
            if (label.getCaseKind() == CaseTree.CaseKind.STATEMENT) {
                find(label, "a case label with a colon: use an arrow");
            }
            return super.visitCase(label, null);
        }

        @Override
        public @Nullable Void visitAnnotation(AnnotationTree annotation, @Nullable Void none) {
            if (annotation.getAnnotationType().toString().endsWith("Disabled")) {
                find(annotation, "a disabled test: mend it or remove it");
            }
            return super.visitAnnotation(annotation, null);
        }

        @Override
        public @Nullable Void visitMethodInvocation(
                MethodInvocationTree call, @Nullable Void none) {
            String name = call.getMethodSelect().toString();
            String instead = banned.get(name);
            if (instead != null) {
                find(call, name + ": " + instead);
            }
            return super.visitMethodInvocation(call, null);
        }

        private void find(Tree where, String what) {
            Path file = Path.of(unit.getSourceFile().toUri());
            findings.add(new Finding(file, line(positions.getStartPosition(unit, where)), what));
        }

        private long line(long position) {
            return unit.getLineMap().getLineNumber(position);
        }
    }
}
