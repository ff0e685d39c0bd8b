@NullMarked
package io.tallybook.command;

import org.jspecify.annotations.NullMarked;
