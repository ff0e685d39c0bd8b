/** How far the views are, and waiting for them. */
@NullMarked
package io.tallybook.query.progress;

import org.jspecify.annotations.NullMarked;
