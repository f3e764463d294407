# 리비전 하나를 더 등록하고, 그것으로 서비스를 만듭니다.
{{#include revisions.sh}}
aws ecs register-task-definition --cli-input-json file://task-def.json > /dev/null
{{#include create-service.sh}}
