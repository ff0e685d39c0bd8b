/** The rules of the house, held by machine. */
@NullMarked
package io.tallybook.app.architecture;

import org.jspecify.annotations.NullMarked;
