/** What the operator is shown of each part. */
@NullMarked
package io.tallybook.app.health;

import org.jspecify.annotations.NullMarked;
