/** The application as a process of its own, as a user runs it. */
@NullMarked
package io.tallybook.app.running;

import org.jspecify.annotations.NullMarked;
