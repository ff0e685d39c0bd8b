/** The composition root: puts the modules together and starts them; no rule lives here. */
@NullMarked
package io.tallybook.app;

import org.jspecify.annotations.NullMarked;
