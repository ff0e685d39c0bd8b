/** What it costs: arithmetic by JMH, the whole by load. */
@NullMarked
package io.tallybook.benchmarks;

import org.jspecify.annotations.NullMarked;
