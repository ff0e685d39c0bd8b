@NullMarked
package io.tallybook.command.creditnote;

import org.jspecify.annotations.NullMarked;
