/** Tax rates and who bears them. */
@NullMarked
package io.tallybook.command.tax;

import org.jspecify.annotations.NullMarked;
