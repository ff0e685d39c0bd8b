/** What the engine owes at which moment, and how it is performed. */
@NullMarked
package io.tallybook.sagas.duework;

import org.jspecify.annotations.NullMarked;
