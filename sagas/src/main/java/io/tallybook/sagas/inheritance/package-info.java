/** What follows for those who share the subscription of another. */
@NullMarked
package io.tallybook.sagas.inheritance;

import org.jspecify.annotations.NullMarked;
