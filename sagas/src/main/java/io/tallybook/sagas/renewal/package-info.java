/** What follows when a subscription begins and each time a period ends. */
@NullMarked
package io.tallybook.sagas.renewal;

import org.jspecify.annotations.NullMarked;
