package io.tallybook.api.flexprice.task;

import io.tallybook.api.response.Json;
import tools.jackson.databind.node.ObjectNode;

/** A task as it is answered. */
final class TaskJson {
    private TaskJson() {}

    static ObjectNode of(Task task) {
        Task.Times times = task.times();
        return Json.object()
                .put("id", task.id())
                .put("tenant_id", task.scope().tenant())
                .put("environment_id", task.scope().environment())
                .put("status", "published")
                .put("task_type", "IMPORT")
                .put("entity_type", "EVENTS")
                .put("file_type", task.fileType().name())
                .put("file_name", task.fileName())
                // Of a file that was sent, where it would be fetched: nowhere.
                .put("file_url", task.fileUrl() == null ? "" : task.fileUrl())
                .put("task_status", task.status().name())
                .put("total_records", task.totalRecords())
                .put("processed_records", task.progress().processed())
                .put("successful_records", task.progress().successful())
                .put("failed_records", task.progress().failed())
                .put("error_summary", task.errorSummary())
                .set("metadata", Json.MAPPER.readTree(task.metadata()))
                .put("scheduled_task_id", "")
                .put("workflow_id", task.id())
                .put("created_at", times.createdAt())
                .put("created_by", times.createdBy())
                .put("updated_at", times.updatedAt())
                .put("updated_by", times.updatedBy())
                .put("started_at", times.startedAt())
                .put("completed_at", times.completedAt())
                .put("failed_at", times.failedAt())
                .node();
    }
}
