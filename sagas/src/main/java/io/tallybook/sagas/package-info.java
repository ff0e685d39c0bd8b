/** Processes: what happens next, and when. */
@NullMarked
package io.tallybook.sagas;

import org.jspecify.annotations.NullMarked;
