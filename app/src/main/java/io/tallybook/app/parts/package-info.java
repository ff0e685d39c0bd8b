/** The database, the broker and the usage store, local or somewhere else. */
@NullMarked
package io.tallybook.app.parts;

import org.jspecify.annotations.NullMarked;
