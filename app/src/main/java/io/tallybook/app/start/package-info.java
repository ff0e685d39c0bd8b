/** What happens once, when an installation is started for the first time. */
@NullMarked
package io.tallybook.app.start;

import org.jspecify.annotations.NullMarked;
