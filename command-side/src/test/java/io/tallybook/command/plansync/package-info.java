@NullMarked
package io.tallybook.command.plansync;

import org.jspecify.annotations.NullMarked;
