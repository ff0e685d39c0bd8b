/** What is due before a moment. */
@NullMarked
package io.tallybook.core.duework;

import org.jspecify.annotations.NullMarked;
