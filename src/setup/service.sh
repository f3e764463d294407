# 클러스터와 태스크 정의의 리비전 넷, 그리고 서비스입니다. `task-def.json`이 있어야 합니다.
{{#include cluster.sh}}
for revision in 1 2 3 4; do
  aws ecs register-task-definition --cli-input-json file://task-def.json > /dev/null
done
{{#include create-service.sh}}
