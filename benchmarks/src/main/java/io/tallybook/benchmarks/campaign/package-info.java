/** Faults on purpose: real parts are killed, paused and run out of disk while usage comes in. */
@NullMarked
package io.tallybook.benchmarks.campaign;

import org.jspecify.annotations.NullMarked;
