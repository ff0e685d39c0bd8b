/** When usage of an open period is invoiced before its end. */
@NullMarked
package io.tallybook.sagas.thresholds;

import org.jspecify.annotations.NullMarked;
