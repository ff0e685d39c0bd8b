/** What the rule book costs, by JMH. */
@NullMarked
package io.tallybook.benchmarks.arithmetic;

import org.jspecify.annotations.NullMarked;
